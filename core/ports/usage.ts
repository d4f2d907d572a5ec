import type { Budget } from './budget';
import type { TokenUsage } from './models/models';

export interface CallOrigin {
	/** The run of the agent; outside of one, the execution of n8n. */
	run?: string;
	execution?: string;
	/** A keyed hash, never the id itself. */
	conversation?: string;
	/** A keyed hash. */
	person?: string;
	/** Id of the caller's API key. */
	key?: string;
	agentVersion?: string;
	agentSha256?: string;
	/** For calls of a job. */
	process?: string;
	instance?: string;
	element?: string;
	channel?: string;
}

export interface CallScope extends CallOrigin {
	/** Default `default`. */
	tenant: string;
	/** Null outside an agent. */
	agent: string | null;
	/** First of the team first; absent for an agent that no other one called. */
	callers?: string[];
	host: string;
}

/** Without texts or names of persons. */
export interface LedgerEntry extends CallScope {
	id: number;
	/** Start, in milliseconds since the epoch. */
	at: number;
	provider: string;
	model: string;
	kind: 'chat' | 'embedding' | 'rerank' | 'transcription';
	/** `open` until settled; `lost` if its process ended before that, so the reserved amounts count. */
	state: 'open' | 'ok' | 'failed' | 'lost';
	errorCode: string | null;
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	priceTable: string | null;
	durationMs: number;
}

export interface Reservation {
	scope: CallScope;
	provider: string;
	model: string;
	kind: LedgerEntry['kind'];
	usage: TokenUsage;
	costUsd: number | null;
	priceTable: string | null;
}

export interface OpenEntry extends Reservation {
	id: number;
	at: number;
}

export type CallOutcome = Pick<LedgerEntry, 'errorCode' | 'usage' | 'costUsd' | 'durationMs'> & { state: 'ok' | 'failed' };

/** Hours, days and months are in UTC. */
export const usageDimensions = [
	...(['hour', 'day', 'month', 'tenant', 'agent', 'version', 'callers', 'channel', 'host', 'provider', 'model', 'kind'] as const),
	...(['process', 'element', 'instance', 'run', 'execution', 'conversation', 'person', 'key'] as const),
] as const;

export type UsageDimension = (typeof usageDimensions)[number];

export interface UsageQuery {
	/** Without dimensions, one total. */
	by: UsageDimension[];
	/**
	 * Milliseconds since the epoch: `from` included, `to` excluded. Pruned calls count at the beginning of their day; at the ends of a month,
	 * of their quarter of an hour.
	 */
	from?: number;
	to?: number;
	tenant?: string;
	agent?: string;
	provider?: string;
	model?: string;
	/** Key of a process instance. Its single calls are kept for a limited time. */
	instance?: string;
	run?: string;
	/** `after` has the names of a group, '' for null. Default: all. */
	page?: { after?: readonly string[]; limit: number };
}

/** Successful calls of an agent to a model, priced from the table, and their repeated input. */
export interface CallPattern {
	agent: string | null;
	provider: string;
	model: string;
	kind: LedgerEntry['kind'];
	isConversation: boolean;
	calls: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	/** Sent by the call before in the same run, and not read from the cache. */
	repeatedTokens: number;
	/** Other input of such runs, which a cache would have had to store. */
	writtenTokens: number;
}

export interface UsageTotal {
	/** An hour is `2026-11-20T13:00Z`, a day `2026-11-20`, a month `2026-11`; `/` separates callers; null for calls outside an agent or a process. */
	group: Partial<Record<UsageDimension, string | null>>;
	calls: number;
	failed: number;
	/** Not settled yet, or never: reserved tokens and cost count. */
	open: number;
	lost: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	reasoningTokens: number;
	searches: number;
	costUsd: number;
	/** Calls without a known price. */
	unpriced: number;
	estimated: number;
}

/** Dimensions of runs too, except those with one run per group. */
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

/** Ended runs of agents. Refused, cancelled and called runs, evaluations and nodes do not count. */
export interface RunTotal {
	runs: number;
	failedRuns: number;
	/** Share of the others, from 0 to 1. */
	successRate: number;
	/** Milliseconds for 50 %, 95 % and 99 % of the runs, rounded to two digits. */
	p50Ms: number;
	p95Ms: number;
	p99Ms: number;
}

export interface Amounts {
	costUsd: number;
	tokens: number;
	calls: number;
}

export interface BudgetBalance {
	budget: Budget;
	spent: Amounts;
	reserved: Amounts;
	/** Milliseconds since the epoch; null: never. */
	resetsAt: number | null;
}

/** Shared by any number of processes. */
export interface UsageStore {
	/**
	 * Reserves the max usage in every budget whose scope covers the call, or in none, atomically. @throws TroupeError BUDGET_EXCEEDED, or
	 * RATE_LIMITED with retryAfterMs for a budget per minute
	 */
	reserve(reservation: Reservation, budgets: Budget[], now: number): Promise<OpenEntry>;
	/** Replaces the reserved amounts, once, even for a lost entry. @returns balances of the budgets with a reservation */
	settle(entry: OpenEntry, outcome: CallOutcome, budgets?: Budget[]): Promise<BudgetBalance[]>;
	/** Sorted by group. */
	totals(query: UsageQuery, now: number): Promise<UsageTotal[]>;
	/** Single calls from `from` on. */
	patterns(from: number, tenant: string | undefined, now: number): Promise<CallPattern[]>;
	balances(budgets: Budget[], now: number): Promise<BudgetBalance[]>;
	/** Oldest first. On PostgreSQL, the entry of a call that is being recorded can appear after later ones. */
	entries(after: number, limit: number, now: number): Promise<LedgerEntry[]>;
}
