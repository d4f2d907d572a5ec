import { testRunStore } from '../../../core/agents/run-store.contract';
import { testRecordedRuns } from './recorded-runs.contract';
import { testAttempts } from './run-attempts.contract';
import { testSuspendedRuns } from './suspended-runs.contract';
import type { TestedStoredRuns } from './tested-stored-runs.contract';

/** How stores behave that outlive the process. */
export function testStoredRuns(create: () => TestedStoredRuns | Promise<TestedStoredRuns>): void {
	testRunStore(create);
	testSuspendedRuns(create);
	testRecordedRuns(create);
	testAttempts(create);
}
