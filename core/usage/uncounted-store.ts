import type { UsageStore } from '../ports';

/** For a host without records and budgets: calls are priced, but not recorded. */
export const uncountedStore: UsageStore = {
	reserve: async () => 0,
	settle: async () => undefined,
	totals: async () => [],
	balances: async () => [],
	entries: async () => [],
};
