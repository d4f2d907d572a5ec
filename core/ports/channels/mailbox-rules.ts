import type { AudioRules } from './audios';
import type { OriginRule } from './origin-rules';
import type { RightRules } from './right-rules';

/** `after`: only time. `command`: nothing but a command. */
export const agentReturns = ['resolved', 'after', 'command'] as const;

/** What happens to messages outside of a channel's hours. `wait`: they are answered when it opens. */
export const whenClosed = ['answer', 'wait'] as const;

/** How a channel treats what arrives. Times in milliseconds. A new rule is added here, in `ruleKinds`, and with its default: commands and HTTP follow. */
export interface MailboxRules extends RightRules {
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
	/** What brings the agent back after a person; `/bot on` does in any case. `resolved`: the desk, and where there is none, time. */
	agentReturns: (typeof agentReturns)[number];
	/** How long the agent is silent after a person wrote. `null`: as `settlePause` says. */
	pauseMs: number | null;
	/** Who can say `/bot on` and `/bot off`: ids of writers. Undefined: everyone who can write as the account. */
	operators?: readonly string[];
	/** Whether a message of another program counts as one of a person. */
	programsArePeople: boolean;
	/** A conversation whose state changes more often than this within a minute, and not by us, is paused with an incident. */
	maxChangesPerMinute: number;
	/** Messages that were written so long before they arrived are for people: a desk gets them in place of an answer. */
	oldMs: number;
	/** The approved template that opens the provider's window again, as `name/language`. */
	template?: string;
	/** Origins with a name, agent or greeting of their own. */
	origins?: readonly OriginRule[];
	/** A customer who waits for longer than this for the agent, or for a person, is told of. */
	agentWaitMs: number;
	personWaitMs: number;
	/** What such a customer gets, once for each wait. Undefined: nothing. */
	waitText?: string;
	/** When the channel is open, as `mon-fri 09:00-12:00 13:00-18:00`. Undefined: always. */
	hours?: readonly string[];
	/** Days that have other hours, or none: `2026-12-24 09:00-12:00`, `12-31` of each year, `BR` for the national holidays of Brazil. */
	holidays?: readonly string[];
	/** That of the hours and the quiet hours, an IANA name. */
	timeZone?: string;
	whenClosed: (typeof whenClosed)[number];
	/** What a customer gets who writes while it is closed, once until it opens. `{opens}` is when. Undefined: nothing. */
	closedText?: string;
	/**
	 * What a customer gets who is silent after our last message, one after the other: how long, and the text. Without a text, whoever answers the
	 * channel writes it. Undefined: nothing.
	 */
	followUps?: readonly string[];
	/** No follow-up goes out so long after the customer's last message, or later. */
	followUpUntilMs: number;
	/** When follow-ups wait, apart from the hours, in the same time zone: `20:00-08:00`, `sun`, `sat 12:00-24:00`. */
	quietHours?: readonly string[];
	/**
	 * Legal bases without which messages that answer nothing are not sent: which messages, the purpose, and perhaps the basis, as `follow-ups marketing
	 * consent`. Undefined: none is needed.
	 */
	requiredBases?: readonly string[];
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
	agentReturns: 'resolved',
	pauseMs: null,
	programsArePeople: false,
	maxChangesPerMinute: 6,
	oldMs: 3_600_000,
	agentWaitMs: 600_000,
	personWaitMs: 1_800_000,
	whenClosed: 'answer',
	followUpUntilMs: 30 * 86_400_000,
	demands: 'all',
	maxAttempts: 5,
};

/** More would be a nuisance. */
export const maxFollowUps = 10;

/** Clocks of providers differ by less. */
export const leastOldMs = 600_000;
