import { createMemoryRunStore } from '../../memory-run-store';

/** For hosts without a state folder: within this process, a suspended run is still resumed only once. */
export const ownRuns = createMemoryRunStore();
