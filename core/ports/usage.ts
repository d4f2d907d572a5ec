import type { Budget } from './budget';
import type { TokenUsage } from './models/models';

/** What a model call belongs to. */
export interface CallOrigin {
	/** The run of the agent; outside of one, the execution of n8n. */
	run?: string;
	/** The execution of n8n. */
	execution?: string;
	/** A keyed hash of the conversation's id, never the id itself. */
	conversation?: string;
	/** A keyed hash of the person's id. */
	person?: string;
	/** The id of the API key whose caller asked. */
	key?: string;
	/** The version of the agent, and the hash of its definition. */
	agentVersion?: string;
	agentSha256?: string;
	/** The id of the process, the key of its instance and the id of its element, for calls of a job. */
	process?: string;
	instance?: string;
	element?: string;
	/** The channel whose customer asked. */
	channel?: string;
}

/** Who a model call is made for. */
export interface CallScope extends CallOrigin {
	/** Default `default`. */
	tenant: string;
	/** The agent's id; null outside an agent. */
	agent: string | null;
	/** The agents that led to it, the first of the team first; absent for an agent that no other one called. */
	callers?: string[];
	/** What made the call, such as `n8n`, `worker` or `cli`. */
	host: string;
}

/** One recorded call of one model, without texts or names of persons. */
export interface LedgerEntry extends CallScope {
	id: number;
	/** When the call started, in milliseconds since the epoch. */
	at: number;
	provider: string;
	model: string;
	kind: 'chat' | 'embedding' | 'rerank' | 'transcription';
	/** `open` until it is settled; `lost` if its process ended before that, so the reserved amounts count. */
	state: 'open' | 'ok' | 'failed' | 'lost';
	errorCode: string | null;
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	priceTable: string | null;
	durationMs: number;
}

/** The max that one call is expected to use. */
export interface Reservation {
	scope: CallScope;
	provider: string;
	/** The provider's name of the model. */
	model: string;
	kind: LedgerEntry['kind'];
	usage: TokenUsage;
	costUsd: number | null;
	priceTable: string | null;
}

/** A recorded call in progress. */
export interface OpenEntry extends Reservation {
	id: number;
	at: number;
}

/** The actual result of a call. */
export type CallOutcome = Pick<LedgerEntry, 'errorCode' | 'usage' | 'costUsd' | 'durationMs'> & { state: 'ok' | 'failed' };

/** The dimensions for totals; hours, days and months are in UTC. */
export const usageDimensions = [
	...(['hour', 'day', 'month', 'tenant', 'agent', 'version', 'callers', 'channel', 'host', 'provider', 'model', 'kind'] as const),
	...(['process', 'element', 'instance', 'run', 'execution', 'conversation', 'person', 'key'] as const),
] as const;

export type UsageDimension = (typeof usageDimensions)[number];

export interface UsageQuery {
	/** Without dimensions, one total. */
	by: UsageDimension[];
	/**
	 * Milliseconds since the epoch: `from` is included, `to` is not. Pruned calls count at the beginning of their day; those of the first and the
	 * last day of a month, at that of their quarter of an hour.
	 */
	from?: number;
	to?: number;
	tenant?: string;
	agent?: string;
	provider?: string;
	/** The provider's name of the model. */
	model?: string;
	/** The key of a process instance. Its calls are kept singly for a limited time. */
	instance?: string;
	/** The run of an agent, with those that it called. Its calls are kept singly for as long. */
	run?: string;
	/** Some of the groups. `after` has the names of a group, which are '' where they are null. Default: all. */
	page?: { after?: readonly string[]; limit: number };
}

/** The calls of an agent to a model that ended well and were priced from the table, and what they sent more than once. */
export interface CallPattern {
	agent: string | null;
	provider: string;
	model: string;
	kind: LedgerEntry['kind'];
	/** Whether a person waited for them in a conversation. */
	isConversation: boolean;
	calls: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	/** Input that the call before in the same run had sent, and that was not read from the cache. */
	repeatedTokens: number;
	/** Other input of runs in which input was repeated: what a cache would have had to store. */
	writtenTokens: number;
}

/** The total of one group of calls. */
export interface UsageTotal {
	/** An hour is `2026-11-20T13:00Z`, a day `2026-11-20`, a month `2026-11`; callers are separated by `/`; the agent is null for calls outside an agent, the element for calls outside a process. */
	group: Partial<Record<UsageDimension, string | null>>;
	calls: number;
	failed: number;
	/** Calls that are not settled yet, and calls that never will be: their reserved tokens and cost count. */
	open: number;
	lost: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	reasoningTokens: number;
	/** Searches billed by rerankers. */
	searches: number;
	/** US dollars of the calls with a known price. */
	costUsd: number;
	/** Calls without a known price. */
	unpriced: number;
	/** Calls whose tokens were counted here. */
	estimated: number;
}

/** The dimensions that runs of agents have too, except those by which a group would be one run. */
export const runDimensions = [
	'hour',
	'day',
	'month',
	'tenant',
	'agent',
	'version',
	'channel',
	'host',
	'model',
	'process',
	'element',
	'key',
] as const satisfies readonly UsageDimension[];

/** The runs of agents of one group that have ended. Those that were refused or cancelled, that another run called, of evaluations and of nodes do not count. */
export interface RunTotal {
	runs: number;
	/** Ended with a fault, or at a limit. */
	failedRuns: number;
	/** Share of the others, from 0 to 1. */
	successRate: number;
	/** Milliseconds within which half of them, 95 % and 99 % of them ended, rounded to two digits. */
	p50Ms: number;
	p95Ms: number;
	p99Ms: number;
}

export interface Amounts {
	costUsd: number;
	tokens: number;
	calls: number;
}

/** The current state of a budget. */
export interface BudgetBalance {
	budget: Budget;
	spent: Amounts;
	/** Reserved by calls in progress. */
	reserved: Amounts;
	/** Milliseconds since the epoch; null for a budget that never resets. */
	resetsAt: number | null;
}

/** Stores calls and budgets, shared by any number of processes. */
export interface UsageStore {
	/**
	 * Records the call as open and reserves its max usage in every budget, or in none, atomically. Every call counts in every budget whose scope
	 * covers it.
	 * @throws TroupeError BUDGET_EXCEEDED, or RATE_LIMITED with retryAfterMs for a budget per minute
	 */
	reserve(reservation: Reservation, budgets: Budget[], now: number): Promise<OpenEntry>;
	/**
	 * Replaces the reserved amounts with the actual ones, once. Also for an entry that was recorded as lost.
	 * @returns the balances of those of the budgets that the call was reserved in
	 */
	settle(entry: OpenEntry, outcome: CallOutcome, budgets?: Budget[]): Promise<BudgetBalance[]>;
	/** Sorted by group. */
	totals(query: UsageQuery, now: number): Promise<UsageTotal[]>;
	/** Returns the patterns of the single calls from `from` on. */
	patterns(from: number, tenant: string | undefined, now: number): Promise<CallPattern[]>;
	balances(budgets: Budget[], now: number): Promise<BudgetBalance[]>;
	/** Returns the entries after an id, oldest first. On PostgreSQL, the entry of a call that is being recorded can appear after later ones. */
	entries(after: number, limit: number, now: number): Promise<LedgerEntry[]>;
}
