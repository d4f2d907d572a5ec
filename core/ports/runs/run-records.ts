/**
 * What a run has come to. `interrupted`: its process ended or lost it, and nobody goes on with it yet. `failed`: a fault ended it, and the host can
 * try it again. `cancelled`: an operator, the caller or the end of a waiting time ended it.
 */
export const recordedStates = ['running', 'waiting', 'completed', 'failed', 'cancelled', 'interrupted'] as const;

export type RecordedState = (typeof recordedStates)[number];

/** The reason of a run that an operator cancelled: it does not begin again. */
export const byOperator = 'operator';

/** Max length of the id of a run: that of a called agent is named after the runs and calls above it. */
export const maxRunId = 1_000;

/** A run that begins, or goes on. */
export interface RunBegin {
	runId: string;
	/** Absent for a node of n8n. */
	agent?: { id: string; version: string; sha256: string };
	host: string;
	/** Who asked, as the host names them. */
	by?: string;
	conversationId?: string;
	person?: string;
	of?: RunOf;
	/** The agent of its `caller` called it: it is recorded while that run is, which can be forgotten. */
	isCalled?: true;
	/** SHA-256 of the signed manifest that allowed it. */
	manifest?: string;
	/** How long it can take without a stored trail, in milliseconds: later, its process has ended. A store can find that earlier. Undefined for a run whose trail is stored. */
	withinMs?: number;
}

/** What a run belongs to. */
export interface RunOf {
	/** The workflow of n8n, and its execution. */
	workflow?: string;
	execution?: string;
	channel?: string;
	/** The process, its instance and its element, for a job. */
	process?: string;
	instance?: string;
	element?: string;
	/** The id of the API key whose caller asked. */
	key?: string;
	/** The id of its trace, 32 hex digits; of several, the first. */
	trace?: string;
	/** The run of the agent that called this one, or of the sandbox that it ran in. */
	caller?: string;
	/** The set of an evaluation, and the name of its case. */
	evaluation?: string;
	case?: string;
	/** The type of the node of n8n that a task runs. */
	node?: string;
	/** What the sandbox runs, such as `script`: this is the run of the sandbox itself. */
	sandbox?: string;
}

/** How a run ended, or why it waits: names and figures, nothing that a person or a model wrote. */
export interface RunEnd {
	/** What `begin` returned: an end that comes after another process went on changes nothing. */
	attempt?: number;
	state: Exclude<RecordedState, 'running' | 'interrupted'>;
	/** The kind of its outcome; null for a fault, and while it waits. */
	outcome: string | null;
	/** The guardrail that blocked it, the limit, or why a person has to decide. */
	reason: string | null;
	errorCode: string | null;
	/** The text of the fault; null for a fault of which nobody knows that it is free of personal data. */
	error: string | null;
	/** What to do about it. */
	fix?: string | null;
	/** The tools that it called, or waits to call, each once. */
	tools: readonly string[];
	/** The collections that it searched, each once. */
	searches?: readonly RunSearches[];
	/** The trail of a run that has ended, of which is kept what the tenant's policy says; absent for one that can go on. */
	steps?: readonly unknown[];
	/** What it did, for the audit log; absent for a run that can go on. */
	acts?: RunActs;
	/** Asked for again with its id, the run ends in the same way, and does nothing twice. */
	repeats?: boolean;
	/** Absent where it is recorded already. */
	usage?: RunFigures;
}

/** The searches of a run in one collection. */
export interface RunSearches {
	collection: string;
	/** Nothing was found for its message or for one of its questions, or the passages did not have the answer. */
	isUnanswered: boolean;
}

/** The calls of a run, and what people decided about them: names and outcomes. */
export interface RunActs {
	/** The first of them. */
	calls: Array<{ tool: string; /** Who provides it, such as an MCP server. */ source?: string; outcome: string }>;
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
	/** `provider:model` of the answer; null if no model was called. */
	model: string | null;
}

/** The figures of a run that asks no model by itself. */
export const withoutModel = (durationMs: number): RunFigures => ({
	...{ durationMs, costUsd: 0, inputTokens: 0, outputTokens: 0, modelCalls: 0, toolCalls: 0, model: null },
});

/** A run that never began. */
export interface RunRefusal extends Pick<RunBegin, 'runId' | 'host' | 'by' | 'person' | 'of'> {
	/** The id is empty where nobody knows it. */
	agent: { id: string; version: string; sha256?: string };
	conversationId?: string;
	errorCode: string;
	/** The text of the fault; null for one of which nobody knows that it is free of personal data. */
	error: string | null;
	/** What to do about it. */
	fix?: string | null;
}

/** The outcome of a run that never began. */
export const refused = 'refused';

/** Records what happens to the runs of a host. Does not fail. */
export interface RunRecorder {
	/** Returns the number of the attempt, `cancelled` for a run that an operator cancelled, and undefined where it could not be recorded. */
	begin(run: RunBegin): Promise<number | 'cancelled' | undefined>;
	end(runId: string, end: RunEnd): Promise<void>;
	/** A run that is recorded already stays as it is, unless it was refused before. */
	refuse(run: RunRefusal): Promise<void>;
}
