import type { Budget } from './budget';
import type { TakenContent, WorkQueue } from './work';

/** One version of an agent. */
export interface AgentVersion {
	agent: string;
	version: string;
}

/** A live run that a judge is to look at. Personal data and secrets are masked. */
export interface RunToJudge extends AgentVersion {
	/** The id of the run: it is judged once. */
	run: string;
	message: string;
	reply: string;
	/** What the agent had read, cut where it is long; empty if nothing. */
	sources: string;
	rubric: string;
	/** `provider:model`. Default: the judge of guardrails. */
	judge?: string;
	/** Limits the judge, which counts in no other budget of the agent. */
	budget: Omit<Budget, 'name' | 'tenant' | 'agent' | 'model'>;
	/** The rollout that gave the agent its version. */
	rollout?: string;
	/** The rollouts that gave the run its prompts, with the versions of these. */
	prompts?: Array<{ rollout: string; version: string }>;
	/** How many judged runs of the agent are compared with the ones before them. */
	window: number;
}

/** How the judgement of a run ended. `budget`: the budget is used up. `lost`: it failed too often. */
export type RunVerdict = 'passed' | 'failed' | 'budget' | 'lost';

/** A run that its judge failed, with the reason of the judge, who read the masked texts alone. */
export interface FailedRun extends AgentVersion {
	run: string;
	reason: string;
	/** Milliseconds since the epoch. */
	at: number;
}

/** The last full window of an agent is worse than the one before it. */
export interface QualityDrop extends AgentVersion {
	window: number;
	before: { passed: number; failed: number };
	now: { passed: number; failed: number };
	/** The interval of the difference of the shares that pass. */
	low: number;
	high: number;
}

/** A day of one version. */
export interface QualityDay extends AgentVersion {
	/** ISO 8601: `2026-01-31`. */
	day: string;
	succeeded: number;
	failed: number;
	/** The number of runs whose time is known. */
	timed: number;
	durationMs: number;
	/** How many of them took at most 1, 3, 10, 30 and 100 seconds. */
	atMost: [number, number, number, number, number];
	/** Replies that rest on passages, and those of which a guardrail found a statement that they do not bear out. */
	measured: number;
	unsupported: number;
	judgedPassed: number;
	judgedFailed: number;
	/** Chosen, but not judged: too many waited, the budget was used up, or the judge failed too often. */
	full: number;
	budget: number;
	lost: number;
}

/** The result of a set of cases. */
export interface StoredEvaluation extends AgentVersion {
	set: string;
	/** SHA-256 of the set. */
	setSha256: string;
	cases: number;
	passed: number;
	/** The mean, 0 to 1. */
	score: number;
	/** Milliseconds since the epoch. */
	at: number;
}

/** What an agent was asked, without any of its words: traits with one of few values each. */
export interface InputTraits {
	language: string;
	length: string;
	content: string;
	/** The host, and whether a person or nobody asked. */
	origin: string;
	/** True if passages were found; absent without knowledge. */
	documents?: string;
	/** The code of the guardrail that stopped it, or `none`. */
	guardrails: string;
}

/** How an agent answered, without any of its words. */
export interface ReplyTraits {
	/** The kind of the outcome. */
	reply: string;
	'reply-language'?: string;
	'reply-length'?: string;
	/** How many calls of tools it made. */
	'reply-calls': string;
	/** Whether the passages bear it out; absent if it rests on none. */
	'reply-support'?: string;
}

/** How many inputs, or replies to them, of a day had a value of a trait. */
export interface InputDay {
	agent: string;
	/** ISO 8601. */
	day: string;
	trait: string;
	value: string;
	count: number;
}

/** One trait of what an agent is asked or answers, compared with what came before. */
export interface InputChange {
	agent: string;
	trait: string;
	/** `shift`: the last day and the week before it. `drift`: the last week and the four before it. */
	kind: 'shift' | 'drift';
	/** The population stability index. */
	index: number;
	isChanged: boolean;
	/** Counts by value. */
	before: Record<string, number>;
	now: Record<string, number>;
}

/** A call of an agent that changes something. */
export interface Action {
	tool: string;
	/** The host, and whether a person or nobody asked. */
	origin: string;
	/** The sum of the numbers in its arguments that are amounts; 0 without any. */
	amount: number;
}

/** The calls of a tool on one day. `amount`: their sum. */
export interface ActionDay extends Action {
	agent: string;
	/** ISO 8601. */
	day: string;
	calls: number;
}

/** An agent acts otherwise than on any day of the four weeks before, or as a clock does. */
export interface ActionChange {
	agent: string;
	tool: string;
	origin: string;
	/**
	 * `calls`, `amount`: more than three times those of the busiest day. `new`: no calls of this tool and origin. `regular`: as many seconds between
	 * calls as `now` says.
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
	/** What was asked in the last five weeks, whatever the number of days. */
	inputs: InputDay[];
	/** What was done in the last four weeks, whatever the number of days. */
	actions: ActionDay[];
	/** The last runs that their judge failed, newest first. */
	failedRuns: FailedRun[];
	/** Runs that wait for their judge. */
	waiting: number;
}

/** What becomes of the quality of agents, shared by all machines. */
export interface QualityStore {
	countRun(tenant: string, about: AgentVersion, run: { isOk: boolean; durationMs: number | null }): Promise<void>;
	/** Counts a reply that rests on passages. */
	countSupport(tenant: string, about: AgentVersion, isSupported: boolean): Promise<void>;
	/** Counts the traits of an input, and of the reply to it. @returns how many inputs of the agent there are today */
	countInput(tenant: string, agent: string, traits: InputTraits & Partial<ReplyTraits>): Promise<number>;
	/** Counts a call that changes something. @param compare finds how today differs from the days before @returns how the agent acts otherwise than before, each once a day */
	countAction(
		tenant: string,
		agent: string,
		action: Action,
		compare: (days: readonly ActionDay[], today: string) => ActionChange[],
	): Promise<ActionChange[]>;
	/** Stores a run until it is judged. @returns false if too many wait; then it is counted as such */
	accept(tenant: string, run: RunToJudge): Promise<boolean>;
	/** The runs that wait for their judge. Each agent is a lane. */
	toJudge: WorkQueue<RunToJudge>;
	/** Counts the verdict once. @param reason of a run that failed @returns undefined if that of another process counted; the drop, for the run that completes a window which is worse than the one before */
	finish(work: TakenContent<RunToJudge>, verdict: RunVerdict, reason?: string): Promise<{ drop?: QualityDrop } | undefined>;
	/** The same result of the same version and set replaces the one before. */
	addEvaluation(tenant: string, evaluation: StoredEvaluation): Promise<void>;
	/** Returns how the runs of each agent were judged on a day. @param day ISO 8601, of UTC */
	readJudged(tenant: string, day: string): Promise<Map<string, { passed: number; failed: number }>>;
	/** @param agent all agents without it */
	history(tenant: string, agent: string | undefined, days: number): Promise<QualityHistory>;
	close(): Promise<void>;
}
