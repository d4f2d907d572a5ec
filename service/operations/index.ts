/** All operations on shared state, by subject. A new one is added here, and is an endpoint then. */
import { whoAmI } from './me';
import type { Operation } from './operation';
import { listRuns, searchRuns } from './runs';
import { dropWork, listWork, retryWork } from './work';

export const operations = [whoAmI, listRuns, searchRuns, listWork, retryWork, dropWork] as unknown as Operation[];
