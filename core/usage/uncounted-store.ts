import type { UsageStore } from '../ports/usage';

/** For a host without records and budgets: calls are priced, but not recorded. */
export const uncountedStore: UsageStore = {
	reserve: async (reservation, _budgets, at) => ({ ...reservation, id: 0, at }),
	settle: async () => [],
	totals: async () => [],
	patterns: async () => [],
	balances: async () => [],
	entries: async () => [],
};
