import type { AudioRules } from './audios';

/** How a channel treats what arrives. Times in milliseconds. */
export interface MailboxRules {
	/** A turn begins when nothing arrived for so long, and it waits no longer than `maxQuietMs` after the first message. */
	quietMs: number;
	maxQuietMs: number;
	/** An audio that is transcribed holds its burst back until its text is there, at most so long, and within `maxQuietMs`. */
	transcriptMs: number;
	/** A message after a silence of this length begins a session. */
	sessionMs: number;
	/** Whether a summary of each session goes to the memory of its contact. It needs an agent, whose model writes it. */
	remember: boolean;
	/** A contact who writes more than this within a minute gets no answer until a minute has passed with fewer. */
	maxMessagesPerMinute: number;
	/** How long the agent is silent after a person wrote. `null`: until someone says `/bot on`. */
	pauseMs: number | null;
	/** Who can say `/bot on` and `/bot off`: ids of writers. Undefined: everyone who can write as the account. */
	operators?: readonly string[];
	/** Whether a message of another program counts as one of a person. */
	programsArePeople: boolean;
	/** A conversation whose state changes more often than this within a minute, and not by us, is paused with an incident. */
	maxChangesPerMinute: number;
	/** Failed turns are repeated so often before they are given up. */
	maxAttempts: number;
	/** Undefined: audios are not transcribed. */
	audio?: AudioRules;
}

export const defaultMailboxRules: MailboxRules = {
	quietMs: 6_000,
	maxQuietMs: 25_000,
	transcriptMs: 25_000,
	sessionMs: 12 * 3_600_000,
	remember: false,
	maxMessagesPerMinute: 30,
	pauseMs: null,
	programsArePeople: false,
	maxChangesPerMinute: 6,
	maxAttempts: 5,
};
