import { delimiter, join } from 'node:path';
import { runsInsideN8n, troupeHome } from './home';
import type { Environment } from './settings/setting-names';
import { readSetting } from './settings/settings';

/** Folder of the operations team's pinned root of trust: `TROUPE_TRUST`, else `trust` in Troupe's home. */
export function pinnedTrustFolder(env?: Environment, insideN8n = runsInsideN8n()): string {
	return readSetting('TROUPE_TRUST', env) ?? join(troupeHome(env, insideN8n), 'trust');
}

/** `TROUPE_AGENTS`, then `agents` in Troupe's home. */
export function agentFolders(env?: Environment): string[] {
	return [...(readSetting('TROUPE_AGENTS', env) ?? '').split(delimiter).filter(Boolean), join(troupeHome(env), 'agents')];
}

/** `TROUPE_POLICIES`, then `policies` in Troupe's home. */
export function policyFolders(env?: Environment): string[] {
	return [...(readSetting('TROUPE_POLICIES', env) ?? '').split(delimiter).filter(Boolean), join(troupeHome(env), 'policies')];
}

/** The file of `TROUPE_BUDGETS`, which must exist, else `budgets.json` in Troupe's home, which can be missing. */
export function budgetsFile(env?: Environment): { path: string; mustExist: boolean } {
	const path = readSetting('TROUPE_BUDGETS', env);
	return path ? { path, mustExist: true } : { path: join(troupeHome(env), 'budgets.json'), mustExist: false };
}
