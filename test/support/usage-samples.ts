import type { TokenUsage } from '../../core/ports/models/models';
import type { CallOutcome, Reservation } from '../../core/ports/usage';

/** Times, calls and outcomes for the tests of ledgers. */
export const noon = Date.UTC(2026, 10, 20, 12);
export const hour = 3_600_000;
export const dayMs = 24 * hour;

export const tokens = (inputTokens: number, change: Partial<TokenUsage> = {}): TokenUsage => ({
	inputTokens,
	outputTokens: 0,
	estimated: false,
	...change,
});
export const call = (change: Partial<Reservation> & { tenant?: string; agent?: string | null; callers?: string[] } = {}): Reservation => {
	const { tenant = 'default', agent = null, callers, ...rest } = change;
	const scope = { tenant, agent, ...(callers && { callers }), host: 'test' };
	return { scope, provider: 'openai', model: 'gpt', kind: 'chat', usage: tokens(100), costUsd: 1, priceTable: 'test 1', ...rest };
};
export const used = (costUsd: number | null, inputTokens = 10): CallOutcome => ({
	...{ state: 'ok', errorCode: null, usage: tokens(inputTokens), costUsd, durationMs: 5 },
});
