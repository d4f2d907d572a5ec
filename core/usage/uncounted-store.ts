import type { UsageStore } from '../ports';

/** For a host that keeps nothing and caps nothing: calls are priced, and not written down. */
export const uncountedStore: UsageStore = {
	reserve: async () => 0,
	settle: async () => undefined,
	totals: async () => [],
	balances: async () => [],
	entries: async () => [],
};
