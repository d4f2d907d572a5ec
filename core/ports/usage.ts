import type { TokenUsage } from './models';

/** Who a call of a model is for. */
export interface CallScope {
	/** Default `default`. */
	tenant: string;
	/** The agent's id; null outside an agent. */
	agent: string | null;
	/** What made the call, such as `n8n`, `worker` or `cli`. */
	host: string;
}

/** One call of one model, as it is kept: no text, nobody's name. */
export interface LedgerEntry {
	id: number;
	/** When it was asked, in milliseconds since the epoch. */
	at: number;
	tenant: string;
	agent: string | null;
	host: string;
	provider: string;
	model: string;
	kind: 'chat' | 'embedding' | 'rerank';
	/** `open` until it is settled; `lost` when its process ended before: what was reserved counts. */
	state: 'open' | 'ok' | 'failed' | 'lost';
	errorCode: string | null;
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	priceTable: string | null;
	durationMs: number;
}

/** A cap. What is absent in the scope counts together: a budget with a tenant alone is for all its agents and models. */
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

/** What one call is expected to use at most. */
export interface Reservation {
	scope: CallScope;
	provider: string;
	/** As the provider names it. */
	model: string;
	kind: LedgerEntry['kind'];
	usage: TokenUsage;
	costUsd: number | null;
	priceTable: string | null;
}

/** What a call turned out to be. */
export type CallOutcome = Pick<LedgerEntry, 'errorCode' | 'usage' | 'costUsd' | 'durationMs'> & { state: 'ok' | 'failed' };

/** What calls are added up by; days and months in UTC. */
export type UsageDimension = 'day' | 'month' | 'tenant' | 'agent' | 'host' | 'provider' | 'model' | 'kind';

export interface UsageQuery {
	/** Without any, one total of all. */
	by: UsageDimension[];
	/** Days, in milliseconds since the epoch: from this one on, and before that one. */
	from?: number;
	to?: number;
	tenant?: string;
}

/** Calls of one group, added up. */
export interface UsageTotal {
	/** A day is `2026-11-20`, a month `2026-11`; the agent of calls outside an agent is null. */
	group: Partial<Record<UsageDimension, string | null>>;
	calls: number;
	failed: number;
	/** Not settled yet, and never to be settled: their tokens and cost are what was reserved. */
	open: number;
	lost: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	reasoningTokens: number;
	/** That rerankers billed. */
	searches: number;
	/** US dollars, of the calls whose price is known. */
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

/** Where a budget stands. */
export interface BudgetBalance {
	budget: Budget;
	spent: Amounts;
	/** By calls that are under way. */
	reserved: Amounts;
	/** Milliseconds since the epoch; null for one that never ends. */
	resetsAt: number | null;
}

/** Keeps the calls and the caps, for any number of processes at once. */
export interface UsageStore {
	/**
	 * Writes the call down as open and takes what it may use from every budget given, or none of it: in one step. All calls count in every
	 * budget that is about them, whoever made them and whether they knew of it.
	 * @returns the entry's id
	 * @throws TroupeError BUDGET_EXCEEDED, or RATE_LIMITED with retryAfterMs for one per minute
	 */
	reserve(reservation: Reservation, budgets: Budget[], now: number): Promise<number>;
	/** Puts what was used in the place of what was reserved, also where the entry was given up as lost; once. */
	settle(id: number, outcome: CallOutcome): Promise<void>;
	/** Sorted by group. */
	totals(query: UsageQuery, now: number): Promise<UsageTotal[]>;
	balances(budgets: Budget[], now: number): Promise<BudgetBalance[]>;
	/** Those behind an id, oldest first. */
	entries(after: number, limit: number, now: number): Promise<LedgerEntry[]>;
}
