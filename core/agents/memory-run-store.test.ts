import { createMemoryRunStore } from './memory-run-store';
import { testRunStore } from './run-store.contract';

describe('a store of runs in memory', () =>
	testRunStore(() => {
		let now = 1_000_000;
		return { store: createMemoryRunStore({ now: () => now }), pass: (milliseconds) => void (now += milliseconds), now: () => now };
	}));
