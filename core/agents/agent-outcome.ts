import type { Violation } from '../guardrails/policy/guard';
import type { Citation } from '../knowledge/grounding';
import type { CollectionSearched, ManifestReference, ModelAttempt, ToolPermission } from '../ports';

/** What JSON can say. */
export type JsonValue = object | string | number | boolean | null;

export interface RunUsage {
	inputTokens: number;
	outputTokens: number;
	/** True when a provider gave no figures and they were counted here. */
	estimated: boolean;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	/** Set where some calls have no known price: the cost is that of the others. */
	costIsPartial?: true;
	/** `provider:model` of the answer; null when none was asked. */
	model: string | null;
	durationMs: number;
	/** Which table of prices the cost is from; null when no price is known. */
	priceTable: string | null;
	modelCalls: number;
	toolCalls: number;
	attempts: ModelAttempt[];
}

/** What a run waits for, as it is recorded. */
export type RecordedDecision =
	| { id: string; kind: 'approval'; tool: string; /** As the person may see them: personal data restored. */ arguments: unknown }
	| { id: string; kind: 'question'; question: string; choices?: string[] };

/** What a run waits for, as people read it: of an approval with a question, and `input`, which are the arguments again. */
export type PendingDecision =
	(RecordedDecision & { kind: 'approval'; input: unknown; question: string }) | (RecordedDecision & { kind: 'question' });

/** Why the reply is not the work of a model, although there are some: the last error, and what to do about it. */
interface Degradation {
	/** A TroupeErrorCode. */
	code: string;
	message: string;
	fix?: string;
}

/** A suspended run, to be handed back with decisions. JSON, at most 2 MB; it holds no personal data that the guardrails know, and is signed. */
export interface RunState {
	version: 1;
	runId: string;
	/** Names this suspension; it is resumed once. */
	id: string;
	agent: { id: string; version: string; sha256: string };
	conversationId: string;
	/** Whose conversation it is, where the request said so. */
	person?: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
	trail: unknown[];
	/** HMAC-SHA-256 with the host's key, base64url. */
	signature: string;
}

/** A guardrail that did something, by type and position only. */
type GuardrailEvent = Violation;

interface Run {
	/** What the customer may be told, whatever the kind. */
	reply: string;
	/** The reply as the JSON value that the definition's `output` asks for. Absent where there is none. */
	output?: JsonValue;
	agent: { id: string; version: string };
	conversationId: string;
	citations: Citation[];
	usage: RunUsage;
	guardrails: GuardrailEvent[];
	/** What was looked up in collections, in order, and what that had to do without. */
	searches: RunSearch[];
	manifest: ManifestReference;
	/** Names the run in events, stores and states. */
	runId: string;
	/** Set where no model answered, and the reply quotes the documents instead. */
	degraded?: Degradation;
	/** Of a dry run: the calls that the model asked for, none of which was made. */
	planned?: PlannedCall[];
}

export interface RunSearch extends CollectionSearched {
	/** That the model called; absent of what it was given with the message. */
	tool?: string;
}

export interface PlannedCall {
	tool: string;
	source: string;
	/** Personal data restored. */
	arguments: unknown;
	/** What the rules say of it. */
	permission: ToolPermission;
}

export type LimitName = 'model-calls' | 'tool-calls' | 'output-tokens' | 'tokens' | 'cost' | 'wall-clock' | 'budget';

/** How a run ended. Hosts turn it into an n8n item or a job outcome. */
export type AgentOutcome =
	| ({ kind: 'reply' } & Run)
	| ({ kind: 'blocked'; guardrail: string; reason: string } & Run)
	| ({ kind: 'needs-human'; reason: 'not-covered' | 'no-citation' | 'guardrail' | 'content-filter' } & Run)
	/** Suspended: a person decides, and the run goes on with `state`. */
	| ({ kind: 'needs-human'; reason: 'approval' | 'question'; pending: PendingDecision[]; state: RunState } & Run)
	/** `partial`: the reply is what could be answered from what was known. */
	| ({ kind: 'limit-reached'; limit: LimitName; partial: boolean } & Run);
