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

/** A JSON value. */
export type JsonValue = object | string | number | boolean | null;

export interface RunUsage {
	inputTokens: number;
	outputTokens: number;
	/** True if a provider returned no figures and they were counted here. */
	estimated: boolean;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	/** Set if some calls have no known price; the cost is that of the others. */
	costIsPartial?: true;
	/** `provider:model` of the answer; null if no model was called. */
	model: string | null;
	durationMs: number;
	/** The price table of the cost; null when no price is known. */
	priceTable: string | null;
	modelCalls: number;
	toolCalls: number;
	attempts: ModelAttempt[];
}

/** A decision that a run waits for, as people see it: an approval has a question with all arguments, and `input` with the same arguments. */
export type PendingDecision =
	| (Omit<RecordedDecision & { kind: 'approval' }, 'message'> & ApprovalView & { input: unknown; viewSha256: string })
	| (RecordedDecision & { kind: 'question' });

/** A call that something outside performs, such as an element of a process. */
export interface OutsideCall {
	id: string;
	tool: string;
	/** Source of the tool. */
	source: string;
	/** Masked in the trail; personal data is restored for whoever performs it. */
	arguments: unknown;
}

/** How long a suspended run waits, and what happens then. */
export interface WaitingTerms {
	/** Milliseconds since the epoch. */
	decideBy: number;
	whenTimedOut: WhenTimedOut;
}

/** Why the reply is not from a model: the last error, and its fix. */
interface Degradation {
	/** A TroupeErrorCode. */
	code: string;
	message: string;
	fix?: string;
}

/** A suspended run, to be passed back with decisions. JSON, at most 2 MB, signed, without personal data that the guardrails recognise. */
export interface RunState {
	version: 1;
	runId: string;
	/** Identifies this suspension, which is resumed only once. */
	id: string;
	agent: { id: string; version: string; /** Absent in states of earlier versions. */ name?: string; sha256: string };
	conversationId: string;
	/** The person whose conversation it is, if the request named one. */
	person?: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
	/** Until then, a person can decide. Absent in states of earlier versions: until it expires. */
	decideBy?: number;
	/** Default `end`. */
	whenTimedOut?: WaitingTerms['whenTimedOut'];
	/** The store of runs in which it waits: only there is it known whether it was resumed. Absent in states of earlier versions. */
	store?: string;
	trail: unknown[];
	/** HMAC-SHA-256 with the host's key, base64url. */
	signature: string;
}

/** A guardrail's violation, with types and positions only. */
type GuardrailEvent = Violation;

interface Run {
	/** Text for the customer, for every kind of outcome. */
	reply: string;
	/** The reply as JSON, if the definition has an `output`. */
	output?: JsonValue;
	agent: { id: string; version: string };
	conversationId: string;
	citations: Citation[];
	/** How far the passages bear out the answer of the model, also one that was stopped; absent if it rests on none. */
	support?: Support;
	usage: RunUsage;
	guardrails: GuardrailEvent[];
	/** The searches of collections, in order, and what was unavailable for them. */
	searches: RunSearch[];
	/** Where texts of others came from that the reply can repeat; absent if the model read none. */
	origins?: Origin[];
	/** The labels of all that the model read, cited or not: the reply can repeat it. Absent if nothing had any. */
	sensitivity?: Sensitivity;
	/** The labels of what was recalled of the person, in the order in which the model got it. */
	memories?: MemoryLabels[];
	/** What tools did in the sandbox, in the order in which they ended. */
	sandbox?: RunSandboxStep[];
	manifest: ManifestReference;
	/** Identifies the run in events, stores and states. */
	runId: string;
	/** Set if no model answered, and the reply quotes the documents instead. */
	degraded?: Degradation;
	/** The agents that were called, in the order of the calls. */
	team?: TeamCall[];
	/** Why the agent asked for a person, and what it knows: its last call of `hand_over`. Absent without one. */
	handOver?: AskedHandOver;
	/** For a dry run: the calls that the model requested. None was performed. */
	planned?: PlannedCall[];
}

/** Why an agent asked for a person, as `troupe:hand-over` reads it. */
export interface AskedHandOver {
	reason: string;
	summary: HandOverSummary;
}

export interface RunSearch extends CollectionSearched {
	/** The tool that the model called; absent for a search before the first call. */
	tool?: string;
	/** Which question of the message was searched by itself, from 1; absent for the message as a whole. */
	ofQuestion?: number;
}

export interface RunSandboxStep extends SandboxStep {
	tool: string;
}

export interface PlannedCall {
	tool: string;
	source: string;
	/** Personal data restored. */
	arguments: unknown;
	/** The decision of the rules. */
	permission: ToolPermission;
}

/** One call of an agent by another one. */
export interface TeamCall {
	/** The ids of the calls that led to it, with `/` between them. */
	call: string;
	/** The agent that called. */
	by: string;
	agent: { id: string; version: string };
	/** 1 for an agent that the first one called. */
	depth: number;
	/** As the event `tool-finished`; absent while it waits for a person. */
	outcome?: string;
	errorCode?: string;
	/** Its own, without the agents that it called. */
	usage: { inputTokens: number; outputTokens: number; costUsd: number | null; modelCalls: number; toolCalls: number };
	durationMs?: number;
	guardrails: Violation[];
}

export type LimitName = 'model-calls' | 'tool-calls' | 'agent-calls' | 'output-tokens' | 'tokens' | 'cost' | 'wall-clock' | 'budget';

/** A person decides, or calls are performed outside, and the run continues with `state`. */
export interface Suspension {
	kind: 'needs-human';
	reason: 'approval' | 'question';
	/** Personal data is restored for the person. */
	pending: PendingDecision[];
	/** To be performed now; nobody is asked meanwhile. Absent where the run waits for persons. */
	outside?: OutsideCall[];
	/** ISO 8601. */
	decideBy: string;
	whenTimedOut: WaitingTerms['whenTimedOut'];
	state: RunState;
}

/** Why a person has to go on. */
export type PersonReason = 'not-covered' | 'no-citation' | 'not-supported' | 'guardrail' | 'content-filter' | 'promised';

/** How a run ended. Hosts translate it to an n8n item or a job outcome. */
export type AgentOutcome =
	/** `returned`: only from a called agent, which returned the conversation to its caller with this note. */
	| ({ kind: 'reply'; returned?: true } & Run)
	| ({ kind: 'blocked'; guardrail: string; reason: string } & Run)
	| ({ kind: 'needs-human'; reason: PersonReason } & Run)
	| (Suspension & Run)
	/** `partial`: the reply answers as far as the results so far allow. */
	| ({ kind: 'limit-reached'; limit: LimitName; partial: boolean } & Run);
