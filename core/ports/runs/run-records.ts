/**
 * `interrupted`: its process lost it, and nobody continues it yet. `failed`: by a fault; the host can try again. `cancelled`: by an operator,
 * the caller or a timeout.
 */
export const recordedStates = ['running', 'waiting', 'completed', 'failed', 'cancelled', 'interrupted'] as const;

export type RecordedState = (typeof recordedStates)[number];

/** An operator cancelled the run: it does not begin again. */
export const byOperator = 'operator';

/** The id of a called agent includes the runs and calls above it. */
export const maxRunId = 1_000;

export interface RunBegin {
	runId: string;
	/** Absent for a node of n8n. */
	agent?: { id: string; version: string; sha256: string };
	host: string;
	by?: string;
	conversationId?: string;
	person?: string;
	of?: RunOf;
	/** Called by the agent of its `caller`: recorded while that run is, which can be forgotten. */
	isCalled?: true;
	manifest?: string;
	/** Max milliseconds without a stored trail: later, its process has ended. A store can find that earlier. Undefined for a stored trail. */
	withinMs?: number;
}

export interface RunOf {
	workflow?: string;
	execution?: string;
	channel?: string;
	process?: string;
	instance?: string;
	element?: string;
	key?: string;
	/** 32 hex digits; of several, the first. */
	trace?: string;
	caller?: string;
	evaluation?: string;
	case?: string;
	node?: string;
	/** Such as `script`, for the run of the sandbox itself. */
	sandbox?: string;
}

/** Names and figures, nothing that a person or a model wrote. */
export interface RunEnd {
	/** From `begin`: an end that comes after another process went on changes nothing. */
	attempt?: number;
	state: Exclude<RecordedState, 'running' | 'interrupted'>;
	/** Null for a fault, and while it waits. */
	outcome: string | null;
	/** The guardrail, the limit, or why a person has to decide. */
	reason: string | null;
	errorCode: string | null;
	/** Null where the fault's text may have personal data. */
	error: string | null;
	fix?: string | null;
	tools: readonly string[];
	searches?: readonly RunSearches[];
	steps?: readonly unknown[];
	/** For the audit log; absent for a run that can go on. */
	acts?: RunActs;
	repeats?: boolean;
	usage?: RunFigures;
}

export interface RunSearches {
	collection: string;
	/** No match for the message or a question, or no answer in the passages. */
	isUnanswered: boolean;
}

export interface RunActs {
	calls: Array<{ tool: string; source?: string; outcome: string }>;
	callCount: number;
	decisions: Array<{ at: number; by?: string; tool: string; isApproved: boolean; viewSha256?: string }>;
}

export interface RunFigures {
	durationMs: number;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	inputTokens: number;
	outputTokens: number;
	modelCalls: number;
	toolCalls: number;
	/** `provider:model`; null if no model was called. */
	model: string | null;
}

export const withoutModel = (durationMs: number): RunFigures => ({
	durationMs,
	costUsd: 0,
	inputTokens: 0,
	outputTokens: 0,
	modelCalls: 0,
	toolCalls: 0,
	model: null,
});

export interface RunRefusal extends Pick<RunBegin, 'runId' | 'host' | 'by' | 'person' | 'of'> {
	/** The id is empty if unknown. */
	agent: { id: string; version: string; sha256?: string };
	conversationId?: string;
	errorCode: string;
	/** Null where the fault's text may have personal data. */
	error: string | null;
	fix?: string | null;
}

export const refused = 'refused';

/** Does not fail. */
export interface RunRecorder {
	/** Returns the attempt's number, `cancelled` if an operator cancelled the run, undefined if not recorded. */
	begin(run: RunBegin): Promise<number | 'cancelled' | undefined>;
	end(runId: string, end: RunEnd): Promise<void>;
	/** A recorded run stays as it is, unless it was refused before. */
	refuse(run: RunRefusal): Promise<void>;
}
