/** All operations on shared state, by the names that clients have for them. A new one is added here, and is an endpoint then. */
import { whoAmI } from './me';
import type { Operation } from './operation';
import { listRuns, searchRuns } from './runs';
import { dropWork, listWork, retryWork } from './work';

export const operations = {
	whoAmI,
	listRuns,
	searchRuns,
	listWork,
	retryWork,
	dropWork,
} as unknown as Record<string, Operation>;
