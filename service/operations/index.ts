/** All operations on shared state, by subject. A new one is added here, and is an endpoint then. */
import { whoAmI } from './me';
import type { Operation } from './operation';
import { forecastBudgets, listBalances, readStoredBudgets, storeBudgets } from './usage/budgets';
import { adviseOnUsage, readUsage } from './usage/usage';
import { dropWork, listWork, retryWork } from './work';

const usage = [readUsage, adviseOnUsage, listBalances, readStoredBudgets, storeBudgets, forecastBudgets];
const work = [listWork, retryWork, dropWork];

export const operations = [whoAmI, ...usage, ...work] as unknown as Operation[];
