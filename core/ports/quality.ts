import type { Budget } from './budget';
import type { TakenContent, WorkQueue } from './work';

export interface AgentVersion {
	agent: string;
	version: string;
}

/** Personal data and secrets are masked. */
export interface RunToJudge extends AgentVersion {
	run: string;
	message: string;
	reply: string;
	sources: string;
	rubric: string;
	/** `provider:model`. Default: the judge of guardrails. */
	judge?: string;
	/** Counts in no other budget of the agent. */
	budget: Omit<Budget, 'name' | 'tenant' | 'agent' | 'model'>;
	rollout?: string;
	prompts?: Array<{ rollout: string; version: string }>;
	window: number;
}

/** `budget`: used up. `lost`: failed too often. */
export type RunVerdict = 'passed' | 'failed' | 'budget' | 'lost';

/** The judge, who gives the reason, read the masked texts alone. */
export interface FailedRun extends AgentVersion {
	run: string;
	reason: string;
	/** Milliseconds since the epoch. */
	at: number;
}

/** The last full window is worse than the one before it. */
export interface QualityDrop extends AgentVersion {
	window: number;
	before: { passed: number; failed: number };
	now: { passed: number; failed: number };
	low: number;
	high: number;
}

export interface QualityDay extends AgentVersion {
	/** ISO 8601: `2026-01-31`. */
	day: string;
	succeeded: number;
	failed: number;
	timed: number;
	durationMs: number;
	/** Runs of at most 1, 3, 10, 30 and 100 seconds. */
	atMost: [number, number, number, number, number];
	/** Replies that rest on passages, and those with a statement that the passages do not support, by a guardrail. */
	measured: number;
	unsupported: number;
	judgedPassed: number;
	judgedFailed: number;
	/** Not judged: too many waited, the budget was used up, or the judge failed too often. */
	full: number;
	budget: number;
	lost: number;
}

export interface StoredEvaluation extends AgentVersion {
	set: string;
	/** SHA-256 of the set. */
	setSha256: string;
	cases: number;
	passed: number;
	/** Mean, 0 to 1. */
	score: number;
	/** Milliseconds since the epoch. */
	at: number;
}

/** Traits with few values each, without words of the input. */
export interface InputTraits {
	language: string;
	length: string;
	content: string;
	origin: string;
	/** Absent without knowledge. */
	documents?: string;
	/** Code of the guardrail that stopped it, or `none`. */
	guardrails: string;
}

export interface ReplyTraits {
	reply: string;
	'reply-language'?: string;
	'reply-length'?: string;
	'reply-calls': string;
	/** Support by the passages; absent without any. */
	'reply-support'?: string;
}

export interface InputDay {
	agent: string;
	/** ISO 8601. */
	day: string;
	trait: string;
	value: string;
	count: number;
}

export interface InputChange {
	agent: string;
	trait: string;
	/** `shift`: the last day and the week before it. `drift`: the last week and the four before it. */
	kind: 'shift' | 'drift';
	index: number;
	isChanged: boolean;
	before: Record<string, number>;
	now: Record<string, number>;
}

export interface Action {
	tool: string;
	origin: string;
	/** Sum of the amounts in its arguments; 0 without any. */
	amount: number;
}

export interface ActionDay extends Action {
	agent: string;
	/** ISO 8601. */
	day: string;
	calls: number;
}

/** Differs from every day of the four weeks before, or is as regular as a clock. */
export interface ActionChange {
	agent: string;
	tool: string;
	origin: string;
	/**
	 * `calls`, `amount`: more than three times the busiest day. `new`: first calls of this tool and origin. `regular`: `now` seconds between calls.
	 */
	kind: 'new' | 'calls' | 'amount' | 'regular';
	/** On the busiest day; 0 for `regular`. */
	before: number;
	now: number;
}

export interface QualityHistory {
	/** Oldest first. */
	days: QualityDay[];
	evaluations: StoredEvaluation[];
	/** Last five weeks, whatever the number of days. */
	inputs: InputDay[];
	/** Last four weeks, whatever the number of days. */
	actions: ActionDay[];
	/** Newest first. */
	failedRuns: FailedRun[];
	waiting: number;
}

/** Shared by all machines. */
export interface QualityStore {
	countRun(tenant: string, about: AgentVersion, run: { isOk: boolean; durationMs: number | null }): Promise<void>;
	countSupport(tenant: string, about: AgentVersion, isSupported: boolean): Promise<void>;
	/** @returns today's number of inputs of the agent */
	countInput(tenant: string, agent: string, traits: InputTraits & Partial<ReplyTraits>): Promise<number>;
	/** @param compare finds how today differs from the days before @returns the changes, each once a day */
	countAction(
		tenant: string,
		agent: string,
		action: Action,
		compare: (days: readonly ActionDay[], today: string) => ActionChange[],
	): Promise<ActionChange[]>;
	/** @returns false if too many wait; then it is counted as such */
	accept(tenant: string, run: RunToJudge): Promise<boolean>;
	/** Each agent is a lane. */
	toJudge: WorkQueue<RunToJudge>;
	/** Counts the verdict once. @returns undefined if that of another process counted; the drop, for the run that completes a worse window */
	finish(work: TakenContent<RunToJudge>, verdict: RunVerdict, reason?: string): Promise<{ drop?: QualityDrop } | undefined>;
	addEvaluation(tenant: string, evaluation: StoredEvaluation): Promise<void>;
	/** @param day ISO 8601, of UTC */
	readJudged(tenant: string, day: string): Promise<Map<string, { passed: number; failed: number }>>;
	/** @param agent default: all */
	history(tenant: string, agent: string | undefined, days: number): Promise<QualityHistory>;
	close(): Promise<void>;
}
