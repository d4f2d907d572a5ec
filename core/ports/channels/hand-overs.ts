import type { NewSend, SendState } from './outbox';
import type { Language } from '../host';
import type { TakenWork, WorkQueue } from '../work';
import type { SendOutcome } from './send-outcome';

/** What a channel does when its agent hands a conversation over. */
export interface HandOverSettings {
	/** The name of the channel in whose desk people answer; it can be the channel itself. `null`: none. */
	desk: string | null;
	/** What the desk's conversation gets. */
	labels: string[];
	assignee: string | null;
	team: string | null;
	status: string | null;
	/** Minutes after which something happens if no person wrote. `null`: never. */
	unansweredMinutes: number | null;
	/** `agent`: the agent comes back. `escalate`: the desk gets a note and `escalationLabel`, and processes a BPMN message. */
	whenUnanswered: 'agent' | 'escalate';
	escalationLabel: string;
}

export const defaultHandOverSettings: HandOverSettings = {
	...{ desk: null, labels: [], assignee: null, team: null, status: null },
	...{ unansweredMinutes: null, whenUnanswered: 'agent', escalationLabel: 'unanswered' },
};

/** What the person who goes on has to know. A field that is missing is shown as such. */
export const summaryFields = ['name', 'company', 'phone', 'city', 'need', 'urgency', 'temperature', 'nextStep', 'notes'] as const;

/** Those of its fields that say who the customer is. */
export const namingFields: readonly string[] = ['name', 'company', 'phone'];

export type HandOverSummary = { [field in (typeof summaryFields)[number]]?: string };

/** A conversation that was given to people. */
export interface HandOver {
	tenant: string;
	id: string;
	channel: string;
	conversation: string;
	reason: string;
	summary: HandOverSummary;
	language: Language;
	/** `agent`, `user:ana`, `process:sales`. */
	by: string;
	/** `open`: no person has written yet. `returned`: the agent answers again. `missed`: it does, and no person has answered. */
	state: 'open' | 'answered' | 'escalated' | 'returned' | 'missed';
	/** Milliseconds since the epoch. */
	at: number;
	/** When something happens if no person has written. */
	answerBy: number | null;
	writes: DeskWrite[];
}

export interface DeskNote {
	kind: 'note';
	text: string;
	/** What the message of this key tells the customer in place of its own text once the note is written. */
	promise?: { key: string; text: string };
	/** The text is what the customer wrote, and is shown as their words. */
	isCustomers?: true;
}

/** What is written to a desk. Labels are added to those that are there. */
export type DeskContent =
	| DeskNote
	| { kind: 'labels'; labels: string[] }
	| { kind: 'assignee' | 'team'; value: string }
	/** `from`: only where the conversation has this status. */
	| { kind: 'status'; value: string; from?: string };

/** A change of a desk. The row exists before anything is written. */
export interface DeskWrite {
	tenant: string;
	id: string;
	/** The channel of the desk. */
	desk: string;
	/** The conversation that was handed over. */
	conversation: string;
	content: DeskContent;
	state: Exclude<SendState, 'delivered' | 'read' | 'failed'>;
	attempts: number;
	reason: string | null;
	/** When it was last handed to the provider. Milliseconds since the epoch. */
	triedAt: number | null;
	createdAt: number;
}

export interface NewHandOver {
	/** Names the hand-over within the tenant: begun twice, it is one. */
	key: string;
	reason: string;
	/** Undefined: the draft of this key, or nothing. */
	summary?: HandOverSummary;
	language: Language;
	by: string;
	/** The turn that it ends: its messages need no further answer. */
	turn?: string;
	/** The agent's last words. They are not sent if a person has the conversation already, unless a person wrote them. */
	lastWords: readonly NewSend[];
	/** Takes the place of the last words, which wait for it a moment, once the desk has its note: it says that a person goes on. */
	promise?: string;
	settings: HandOverSettings;
	/** When the agent comes back by itself, counted from the end of the wait for a person. `null`: never. */
	pauseMs: number | null;
}

/** `repeated`: there was one of this key already. */
export type HandedOver = { kind: 'handed-over' | 'repeated'; handOver: HandOver; withdrawn: number } | { kind: 'unknown-conversation' };

/** A change of who answers a conversation, a command that had no effect, or why a customer got no message. */
export interface ModeEntry {
	/** Milliseconds since the epoch. */
	at: number;
	conversation: string;
	/** `writer:7`, `user:ana`, `agent`, `desk`, `breaker`. */
	actor: string;
	kind: 'mode' | 'command-refused' | 'escalated' | 'left' | 'no-follow-up' | 'no-basis';
	/** For a mode. */
	from?: string;
	to?: string;
	reason?: string;
}

/** Gives conversations to people, once, and tells their desk. */
export interface HandOvers {
	/** Keeps a summary for the hand-over of this key. A later one replaces it. */
	draft(
		tenant: string,
		conversation: string,
		key: string,
		draft: { reason: string; summary: HandOverSummary; language: Language },
	): Promise<void>;
	findDraft(tenant: string, key: string): Promise<{ reason: string; language: Language } | undefined>;
	/**
	 * In one step: the conversation is the person's, what waited to be sent is withdrawn, the last words and what the desk gets are stored.
	 */
	begin(tenant: string, conversation: string, handOver: NewHandOver): Promise<HandedOver>;
	/** What the desks get, that of a conversation in its order. A row is `sending`, or `unknown` if its holder stopped, before it is returned. */
	writes: WorkQueue<DeskWrite>;
	/** Where the desk has this conversation, if it is known. */
	findAddress(tenant: string, desk: string, conversation: string): Promise<string | undefined>;
	/**
	 * Ties a conversation to that of the desk: what people write there counts for both.
	 * @param options `relays`: nothing else carries words between the desk and the customer
	 */
	link(tenant: string, desk: string, conversation: string, address: string, options?: { relays?: boolean }): Promise<void>;
	/** Notes a change that we are about to make in a desk, so that its echo is recognized, once. */
	expectEcho(write: DeskWrite, field: 'status' | 'assignee' | 'labels', value: string | string[], withinMs: number): Promise<void>;
	/** @param retryAfterMs undefined: this was the end of it */
	noteWrite(work: TakenWork, outcome: SendOutcome | { kind: 'not-sent' }, retryAfterMs?: number): Promise<void>;
	/** Writes again what a desk refused or has with an unknown outcome. @param channel that of the desk or of the customer @returns whether there was one */
	rewrite(tenant: string, channel: string, id: string): Promise<boolean>;
	/** Newest first. @param filter `before`: time and id of the hand-over after which the list goes on; `isAsked`: nobody has answered it */
	list(
		tenant: string,
		filter: { channel?: string; conversation?: string; isAsked?: true; before?: readonly [number, string] },
		limit: number,
	): Promise<HandOver[]>;
	/** Notes about messages that did not arrive, and conversations that wait, which the desk did not get, newest first. */
	listLostNotes(tenant: string, channel: string, limit: number): Promise<DeskWrite[]>;
	/** Who switched the agent of a channel on and off, or left a conversation without an answer, newest first. */
	listModes(tenant: string, channel: string, limit: number): Promise<ModeEntry[]>;
	/** Conversations that changed hands too often and wait for a person, by `tenant channel`. */
	countStopped(tenant: string): Promise<ReadonlyMap<string, number>>;
}
