import type { NewSend, SendState } from './outbox';
import type { Language } from '../host';
import type { TakenWork, WorkQueue } from '../work';
import type { SendOutcome } from './send-outcome';

export interface HandOverSettings {
	/** Channel of the desk where people answer; it can be the channel itself. `null`: none. */
	desk: string | null;
	labels: string[];
	assignee: string | null;
	team: string | null;
	status: string | null;
	/** Without a person's message. `null`: never. */
	unansweredMinutes: number | null;
	/** `agent`: the agent comes back. `escalate`: the desk gets a note and `escalationLabel`, and processes a BPMN message. */
	whenUnanswered: 'agent' | 'escalate';
	escalationLabel: string;
}

export const defaultHandOverSettings: HandOverSettings = {
	desk: null,
	labels: [],
	assignee: null,
	team: null,
	status: null,
	unansweredMinutes: null,
	whenUnanswered: 'agent',
	escalationLabel: 'unanswered',
};

/** For the person who goes on. Missing fields are shown as such. */
export const summaryFields = ['name', 'company', 'phone', 'city', 'need', 'urgency', 'temperature', 'nextStep', 'notes'] as const;

export const namingFields: readonly string[] = ['name', 'company', 'phone'];

export type HandOverSummary = { [field in (typeof summaryFields)[number]]?: string };

export interface HandOver {
	tenant: string;
	id: string;
	channel: string;
	conversation: string;
	reason: string;
	summary: HandOverSummary;
	language: Language;
	by: string;
	/** `open`: no person has written yet. `returned`: the agent answers again. `missed`: as `returned`, without an answer of a person. */
	state: 'open' | 'answered' | 'escalated' | 'returned' | 'missed';
	/** Milliseconds since the epoch. */
	at: number;
	answerBy: number | null;
	writes: DeskWrite[];
}

export interface DeskNote {
	kind: 'note';
	text: string;
	/** Replaces the text of this key's message once the note is written. */
	promise?: { key: string; text: string };
	isCustomers?: true;
}

/** Labels are added to existing ones. */
export type DeskContent =
	| DeskNote
	| { kind: 'labels'; labels: string[] }
	| { kind: 'assignee' | 'team'; value: string }
	| { kind: 'status'; value: string; from?: string };

export interface DeskWrite {
	tenant: string;
	id: string;
	desk: string;
	conversation: string;
	content: DeskContent;
	state: Exclude<SendState, 'delivered' | 'read' | 'failed'>;
	attempts: number;
	reason: string | null;
	/** Last attempt. Milliseconds since the epoch. */
	triedAt: number | null;
	createdAt: number;
}

export interface NewHandOver {
	/** Unique within the tenant: a repeated begin is one hand-over. */
	key: string;
	reason: string;
	/** Undefined: the draft of this key, or nothing. */
	summary?: HandOverSummary;
	language: Language;
	by: string;
	/** The ended turn: its messages need no further answer. */
	turn?: string;
	/** Not sent if a person has the conversation already, unless a person wrote them. */
	lastWords: readonly NewSend[];
	/** Replaces the last words, which wait for it a moment, once the desk has its note: a person goes on. */
	promise?: string;
	settings: HandOverSettings;
	/** Until the agent comes back, after the wait for a person. `null`: never. */
	pauseMs: number | null;
}

export type HandedOver = { kind: 'handed-over' | 'repeated'; handOver: HandOver; withdrawn: number } | { kind: 'unknown-conversation' };

export interface ModeEntry {
	/** Milliseconds since the epoch. */
	at: number;
	conversation: string;
	actor: string;
	kind: 'mode' | 'command-refused' | 'escalated' | 'left' | 'no-follow-up' | 'no-basis';
	from?: string;
	to?: string;
	reason?: string;
}

export interface HandOvers {
	/** By key; a later one replaces it. */
	draft(
		tenant: string,
		conversation: string,
		key: string,
		draft: { reason: string; summary: HandOverSummary; language: Language },
	): Promise<void>;
	findDraft(tenant: string, key: string): Promise<{ reason: string; language: Language } | undefined>;
	begin(tenant: string, conversation: string, handOver: NewHandOver): Promise<HandedOver>;
	/** In the order of each conversation. A row is `sending`, or `unknown` if its holder stopped, before it is returned. */
	writes: WorkQueue<DeskWrite>;
	findAddress(tenant: string, desk: string, conversation: string): Promise<string | undefined>;
	/** People's texts there count for both conversations. @param options `relays`: nothing else carries words between the desk and the customer */
	link(tenant: string, desk: string, conversation: string, address: string, options?: { relays?: boolean }): Promise<void>;
	/** Before our change in a desk: its echo is recognized, once. */
	expectEcho(write: DeskWrite, field: 'status' | 'assignee' | 'labels', value: string | string[], withinMs: number): Promise<void>;
	/** @param retryAfterMs undefined: no further attempt */
	noteWrite(work: TakenWork, outcome: SendOutcome | { kind: 'not-sent' }, retryAfterMs?: number): Promise<void>;
	/** For refused rows and unknown outcomes. @param channel that of the desk or of the customer @returns whether there was one */
	rewrite(tenant: string, channel: string, id: string): Promise<boolean>;
	/** Newest first. @param filter `before`: time and id of the last hand-over of the page before; `isAsked`: nobody has answered it */
	list(
		tenant: string,
		filter: { channel?: string; conversation?: string; isAsked?: true; before?: readonly [number, string] },
		limit: number,
	): Promise<HandOver[]>;
	listLostNotes(tenant: string, channel: string, limit: number): Promise<DeskWrite[]>;
	listModes(tenant: string, channel: string, limit: number): Promise<ModeEntry[]>;
	/** They changed hands too often and wait for a person; by `tenant channel`. */
	countStopped(tenant: string): Promise<ReadonlyMap<string, number>>;
}
