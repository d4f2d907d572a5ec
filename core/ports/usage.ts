import type { TokenUsage } from './models';

/** Who a model call is made for. */
export interface CallScope {
	/** Default `default`. */
	tenant: string;
	/** The agent's id; null outside an agent. */
	agent: string | null;
	/** What made the call, such as `n8n`, `worker` or `cli`. */
	host: string;
}

/** One recorded call of one model, without texts or names of persons. */
export interface LedgerEntry {
	id: number;
	/** When the call started, in milliseconds since the epoch. */
	at: number;
	tenant: string;
	agent: string | null;
	host: string;
	provider: string;
	model: string;
	kind: 'chat' | 'embedding' | 'rerank';
	/** `open` until it is settled; `lost` if its process ended before that, so the reserved amounts count. */
	state: 'open' | 'ok' | 'failed' | 'lost';
	errorCode: string | null;
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	priceTable: string | null;
	durationMs: number;
}

/** A limit. An absent field of the scope means all: a budget with only a tenant covers all its agents and models together. */
export interface Budget {
	/** For errors and reports. */
	name: string;
	tenant?: string;
	agent?: string;
	/** `provider:model` or `provider`. */
	model?: string;
	/** Counted in UTC; `minute` makes it a rate limit. */
	per: 'minute' | 'hour' | 'day' | 'month' | 'total';
	costUsd?: number;
	tokens?: number;
	calls?: number;
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

/** The actual result of a call. */
export type CallOutcome = Pick<LedgerEntry, 'errorCode' | 'usage' | 'costUsd' | 'durationMs'> & { state: 'ok' | 'failed' };

/** The dimensions for totals; days and months are in UTC. */
export type UsageDimension = 'day' | 'month' | 'tenant' | 'agent' | 'host' | 'provider' | 'model' | 'kind';

export interface UsageQuery {
	/** Without dimensions, one total. */
	by: UsageDimension[];
	/** Days, in milliseconds since the epoch: `from` is included, `to` is not. */
	from?: number;
	to?: number;
	tenant?: string;
}

/** The total of one group of calls. */
export interface UsageTotal {
	/** A day is `2026-11-20`, a month `2026-11`; the agent is null for calls outside an agent. */
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
	 * @returns the entry's id
	 * @throws TroupeError BUDGET_EXCEEDED, or RATE_LIMITED with retryAfterMs for a budget per minute
	 */
	reserve(reservation: Reservation, budgets: Budget[], now: number): Promise<number>;
	/** Replaces the reserved amounts with the actual ones, once. Also for an entry that was recorded as lost. */
	settle(id: number, outcome: CallOutcome): Promise<void>;
	/** Sorted by group. */
	totals(query: UsageQuery, now: number): Promise<UsageTotal[]>;
	balances(budgets: Budget[], now: number): Promise<BudgetBalance[]>;
	/** Returns the entries after an id, oldest first. */
	entries(after: number, limit: number, now: number): Promise<LedgerEntry[]>;
}
