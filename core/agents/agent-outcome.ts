import type { Violation } from '../guardrails/policy/guard';
import type { Citation } from '../knowledge/grounding';
import type { Support } from '../knowledge/support/measure-support';
import type { CollectionSearched } from '../ports/knowledge/search-facts';
import type { HandOverSummary } from '../ports/channels/hand-overs';
import type { ManifestReference } from '../ports/manifests';
import type { MemoryLabels, Origin } from '../ports/memory';
import type { ModelAttempt } from '../ports/models/models';
import type { WhenTimedOut } from '../ports/runs/runs';
import type { SandboxStep } from '../ports/sandbox/sandbox-step';
import type { Sensitivity } from '../ports/sensitivity';
import type { ToolPermission } from '../ports/tools/tools';
import type { ApprovalView } from './approvals/approval-view';
import type { RecordedDecision } from './approvals/recorded-decision';

export type JsonValue = object | string | number | boolean | null;

export interface RunUsage {
	inputTokens: number;
	outputTokens: number;
	estimated: boolean;
	/** US dollars; null if no price is known. */
	costUsd: number | null;
	/** Set if some calls have no known price; their cost is missing. */
	costIsPartial?: true;
	/** `provider:model` of the answer; null if no model was called. */
	model: string | null;
	durationMs: number;
	/** The price table of the cost; null if no price is known. */
	priceTable: string | null;
	modelCalls: number;
	toolCalls: number;
	attempts: ModelAttempt[];
}

/** A pending decision for people: an approval has a question with all arguments, and `input` with the same arguments. */
export type PendingDecision =
	| (Omit<RecordedDecision & { kind: 'approval' }, 'message'> & ApprovalView & { input: unknown; viewSha256: string })
	| (RecordedDecision & { kind: 'question' });

export interface OutsideCall {
	id: string;
	tool: string;
	source: string;
	/** Masked in the trail; personal data is restored for the performer. */
	arguments: unknown;
}

/** Deadline of a suspended run, and the action after it. */
export interface WaitingTerms {
	/** Milliseconds since the epoch. */
	decideBy: number;
	whenTimedOut: WhenTimedOut;
}

/** Why the reply is not from a model: the last error, and its fix. */
interface Degradation {
	code: string;
	message: string;
	fix?: string;
}

/** A suspended run, to be passed back with decisions. JSON, at most 2 MB, signed, without personal data that the guardrails recognise. */
export interface RunState {
	version: 1;
	runId: string;
	/** Identifies this suspension, which resumes only once. */
	id: string;
	agent: { id: string; version: string; name: string; sha256: string };
	conversationId: string;
	person?: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
	/** Deadline of a decision. */
	decideBy: number;
	/** Default `end`. */
	whenTimedOut?: WaitingTerms['whenTimedOut'];
	/** The store of the waiting run: only this one knows if it was resumed. */
	store: string;
	trail: unknown[];
	/** HMAC-SHA-256 with the host's key, base64url. */
	signature: string;
}

/** A violation, with types and positions only. */
type GuardrailEvent = Violation;

interface Run {
	reply: string;
	/** The reply as JSON, if the definition has an `output`. */
	output?: JsonValue;
	agent: { id: string; version: string };
	conversationId: string;
	citations: Citation[];
	/** Degree to which passages support the model's answer, even a stopped one; absent if it rests on none. */
	support?: Support;
	usage: RunUsage;
	guardrails: GuardrailEvent[];
	searches: RunSearch[];
	/** Sources of foreign texts that the reply can repeat; absent if the model read none. */
	origins?: Origin[];
	/** Labels of everything that the model read, cited or not: the reply can repeat it. Absent without any. */
	sensitivity?: Sensitivity;
	memories?: MemoryLabels[];
	sandbox?: RunSandboxStep[];
	manifest: ManifestReference;
	/** Identifies the run in events, stores and states. */
	runId: string;
	degraded?: Degradation;
	team?: TeamCall[];
	/** The last call of `hand_over`; absent without one. */
	handOver?: AskedHandOver;
	/** For a dry run: the requested calls, none of them performed. */
	planned?: PlannedCall[];
}

/** Reason of a hand-over, as `troupe:hand-over` reads it. */
export interface AskedHandOver {
	reason: string;
	summary: HandOverSummary;
}

export interface RunSearch extends CollectionSearched {
	/** The calling tool; absent for a search before the first call. */
	tool?: string;
	/** The question of the message, from 1; absent for the whole message. */
	ofQuestion?: number;
}

export interface RunSandboxStep extends SandboxStep {
	tool: string;
}

export interface PlannedCall {
	tool: string;
	source: string;
	arguments: unknown;
	permission: ToolPermission;
}

export interface TeamCall {
	/** Ids of the calls that led to it, joined by `/`. */
	call: string;
	by: string;
	agent: { id: string; version: string };
	/** 1 for an agent that the first one called. */
	depth: number;
	/** As in the event `tool-finished`; absent while it waits for a person. */
	outcome?: string;
	errorCode?: string;
	usage: { inputTokens: number; outputTokens: number; costUsd: number | null; modelCalls: number; toolCalls: number };
	durationMs?: number;
	guardrails: Violation[];
}

export type LimitName = 'model-calls' | 'tool-calls' | 'agent-calls' | 'output-tokens' | 'tokens' | 'cost' | 'wall-clock' | 'budget';

/** The run continues with `state` after a person's decision, or calls performed outside. */
export interface Suspension {
	kind: 'needs-human';
	reason: 'approval' | 'question';
	pending: PendingDecision[];
	/** To be performed now, without a question to a person. Absent while the run waits for persons. */
	outside?: OutsideCall[];
	/** ISO 8601. */
	decideBy: string;
	whenTimedOut: WaitingTerms['whenTimedOut'];
	state: RunState;
}

/** Why a person has to go on. */
export type PersonReason = 'not-covered' | 'no-citation' | 'not-supported' | 'guardrail' | 'content-filter' | 'promised';

/** Outcome of a run. Hosts translate it to an n8n item or a job outcome. */
export type AgentOutcome =
	/** `returned`: only from a called agent, which gave the conversation back to its caller with this note. */
	| ({ kind: 'reply'; returned?: true } & Run)
	| ({ kind: 'blocked'; guardrail: string; reason: string } & Run)
	| ({ kind: 'needs-human'; reason: PersonReason } & Run)
	| (Suspension & Run)
	/** `partial`: the reply covers the results so far. */
	| ({ kind: 'limit-reached'; limit: LimitName; partial: boolean } & Run);
