import type { AudioRules } from './audios';
import type { OriginRule } from './origin-rules';
import type { RightRules } from './right-rules';

/** `after`: only time. `command`: only a command. */
export const agentReturns = ['resolved', 'after', 'command'] as const;

/** `wait`: messages are answered when the channel opens. */
export const whenClosed = ['answer', 'wait'] as const;

/** Times in milliseconds. Add a new rule here, in `ruleKinds`, and with its default: commands and HTTP follow. */
export interface MailboxRules extends RightRules {
	/** A turn begins after this silence, at most `maxQuietMs` after the first message. */
	quietMs: number;
	maxQuietMs: number;
	/** Max wait of a burst for an audio's text, within `maxQuietMs`. */
	transcriptMs: number;
	/** A message after this silence begins a session. */
	sessionMs: number;
	/** Stores a summary of each session in the contact's memory. Needs an agent, whose model writes it. */
	remember: boolean;
	/** Above this, a contact gets no answer until a minute with fewer has passed. */
	maxMessagesPerMinute: number;
	/** Besides `/bot on`. `resolved`: the desk, and without one, time. */
	agentReturns: (typeof agentReturns)[number];
	/** Silence of the agent after a person wrote. `null`: as `settlePause` says. */
	pauseMs: number | null;
	/** Writers' ids for `/bot on` and `/bot off`. Undefined: everyone who can write as the account. */
	operators?: readonly string[];
	/** A message of another program counts as a person's. */
	programsArePeople: boolean;
	/** Above this, not counting our changes, a conversation is paused with an incident. */
	maxChangesPerMinute: number;
	/** Messages older than this on arrival are for people: a desk gets them instead of an answer. */
	oldMs: number;
	/** Approved template that reopens the provider's window, as `name/language`. */
	template?: string;
	origins?: readonly OriginRule[];
	/** Longer waits are reported. */
	agentWaitMs: number;
	personWaitMs: number;
	/** For such a customer, once for each wait. Undefined: nothing. */
	waitText?: string;
	/** As `mon-fri 09:00-12:00 13:00-18:00`. Undefined: always open. */
	hours?: readonly string[];
	/** Days with other hours, or none: `2026-12-24 09:00-12:00`, `12-31` of each year, `BR` for the national holidays of Brazil. */
	holidays?: readonly string[];
	/** IANA name, for hours and quiet hours. */
	timeZone?: string;
	whenClosed: (typeof whenClosed)[number];
	/** Sent once until the channel opens. `{opens}` is when. Undefined: nothing. */
	closedText?: string;
	/**
	 * For a customer silent after our last message, in turn: time and text. Without a text, the channel's agent or process writes it. Undefined:
	 * none.
	 */
	followUps?: readonly string[];
	/** After the customer's last message; no follow-up from then on. */
	followUpUntilMs: number;
	/** Follow-ups wait then, in the same time zone: `20:00-08:00`, `sun`, `sat 12:00-24:00`. */
	quietHours?: readonly string[];
	/**
	 * Without these legal bases, unsolicited messages are not sent: messages, purpose, and perhaps the basis, as `follow-ups marketing consent`.
	 * Undefined: none.
	 */
	requiredBases?: readonly string[];
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

export const leastOldMs = 600_000;
