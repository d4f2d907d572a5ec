import type { ChatResponse, CollectionSearched, ConversationTurn, Language, ModelAttempt, Passage } from '../../../ports';
import type { Violation } from '../../../guardrails/policy/guard';
import type { LimitName, RecordedDecision } from '../../agent-outcome';

/** Of the entries' form; a trail of another is refused. */
export const TRAIL_VERSION = 1;

/** What stands in every entry. */
export interface Stamp {
	/** Events of the run up to here. */
	events: number;
	/** Milliseconds that the run has worked up to here, without the time of persons. */
	elapsedMs: number;
}

/** How a run ended, before tokens are restored. */
export type Ending =
	| { kind: 'reply'; reply: string }
	| { kind: 'blocked'; reply: string; guardrail: string; reason: string }
	| { kind: 'needs-human'; reply: string; reason: 'not-covered' | 'no-citation' | 'guardrail' | 'content-filter' }
	| { kind: 'limit-reached'; reply: string; limit: LimitName; partial: boolean };

export type ToolOutcome = 'ok' | 'error' | 'denied' | 'planned' | 'unknown';

/** What happened outside, or came from outside, by kind. Personal data is masked in all of it. */
interface Bodies {
	/** What the model is to see, or the violation that keeps the message from it. */
	prepared: {
		version: typeof TRAIL_VERSION;
		runId: string;
		agent: { id: string; version: string; sha256: string; prompt?: { name: string; version: string; sha256: string } };
		message: string;
		/** Of the message as it came; absent where nobody will go on with the run. */
		language?: Language;
		/** How many; what they show nobody can mask. */
		images: number;
		passages: Passage[];
		/** How they were looked up in a collection. */
		search?: CollectionSearched;
		turns: ConversationTurn[];
		/** What came before the turns, in a few words. */
		summary?: string;
		/** What is known of the person, best first. */
		memories?: Array<{ key?: string; text: string }>;
		violations: Violation[];
		stop?: Violation;
	};
	/** An answer, or the limit that came in its place; neither where a last answer failed. */
	model: {
		step: number;
		/** A hash of what was asked; empty where nothing was, `unread` where nobody will go on with the run. */
		asked: string;
		/** Tokens that the messages might have. */
		room: number;
		response?: ChatResponse;
		limit?: LimitName;
		attempts: ModelAttempt[];
		durationMs: number;
	};
	/** Whether an answer fits the definition's output; `value` is what of it does. */
	checked: { step: number; problems: string[]; value?: unknown };
	/** Older turns in a few words; null where the model gave none. */
	summary: { step: number; text: string | null; response?: ChatResponse; attempts: ModelAttempt[]; durationMs: number };
	'tool-started': { step: number; callId: string; tool: string; source: string; arguments: unknown };
	'tool-finished': {
		step: number;
		callId: string;
		tool: string;
		outcome: ToolOutcome;
		text: string;
		errorCode?: string;
		characters: number;
		durationMs: number;
		/** Of a collection that it looked into. */
		search?: CollectionSearched;
		violations: Violation[];
		/** The result goes to nobody before a person has seen it. */
		stop?: Violation;
	};
	/** Arguments are masked; `sources` are those of the tools that wait, in the same order. */
	suspended: { step: number; id: string; expiresAt: number; pending: RecordedDecision[]; sources: string[] };
	decision: { callId: string; approved: boolean; text: string | null; violations: Violation[] };
	ended: { ending: Ending; violations: Violation[] };
}

export type EntryKind = keyof Bodies;
export type EntryBody<Kind extends EntryKind> = Bodies[Kind];
export type TrailEntry<Kind extends EntryKind = EntryKind> = Kind extends EntryKind ? { kind: Kind } & Bodies[Kind] & Stamp : never;
export type Unstamped = { [Kind in EntryKind]: { kind: Kind } & Bodies[Kind] }[EntryKind];

/** Tells an entry from all others of its run. */
export function keyOf(entry: { kind: EntryKind; step?: number; callId?: string }): string {
	return `${entry.kind}:${entry.callId ?? entry.step ?? ''}`;
}
