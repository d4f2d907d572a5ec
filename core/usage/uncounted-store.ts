import type { UsageStore } from '../ports/usage';

export const uncountedStore: UsageStore = {
	reserve: async (reservation, _budgets, at) => ({ ...reservation, id: 0, at }),
	settle: async () => [],
	totals: async () => [],
	patterns: async () => [],
	balances: async () => [],
	entries: async () => [],
};
