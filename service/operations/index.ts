/** All operations on shared state, by subject. A new one is added here, and is an endpoint then. */
import { listCredentials, readCredential, removeCredential, setServers, testCredential } from './credentials';
import { whoAmI } from './me';
import { addMute, listMuteChanges, listMutes, removeMute } from './mutes';
import type { Operation } from './operation';
import { readQuality } from './quality';
import { forecastBudgets, listBalances, readStoredBudgets, storeBudgets } from './usage/budgets';
import { adviseOnUsage, readUsage } from './usage/usage';
import { listViolations, searchViolations } from './violations';
import { listWantedTools, removeWantedTool, showWantedTool } from './wanted-tools/wanted-tools';
import { dropWork, listWork, retryWork } from './work';

const usage = [readUsage, adviseOnUsage, listBalances, readStoredBudgets, storeBudgets, forecastBudgets];
const credentials = [listCredentials, readCredential, testCredential, setServers, removeCredential];
const guardrails = [listViolations, searchViolations];
const mutes = [listMutes, listMuteChanges, addMute, removeMute];
const wantedTools = [listWantedTools, showWantedTool, removeWantedTool];
const work = [listWork, retryWork, dropWork];

export const operations = [
	whoAmI,
	...credentials,
	readQuality,
	...guardrails,
	...mutes,
	...usage,
	...wantedTools,
	...work,
] as unknown as Operation[];
