import { createMemoryRunStore } from '../../memory-run-store';

/** For hosts without a state folder: within this process, a suspended run still resumes only once. */
export const ownRuns = createMemoryRunStore();
