import { realpathSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { agentFolders, budgetsFile, pinnedTrustFolder, policyFolders } from '../../core/base/home-folders';
import { findPackageFolder } from '../../core/base/package-folder';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { settingsFile } from '../../core/base/settings/settings-file';

/**
 * Lists the files and folders that rule agents and that no agent's code changes: agents, policies, budgets, the root of trust, settings, the program
 * list, and the package itself.
 */
export function listRulingPlaces(env?: Environment): string[] {
	const programs = readSetting('TROUPE_ALLOW_PROGRAMS', env);
	const own = findPackageFolder();
	const named = [
		...agentFolders(env),
		...policyFolders(env),
		pinnedTrustFolder(env),
		budgetsFile(env).path,
		settingsFile(env),
		...['dist', 'bin', 'trust', 'node_modules', 'package.json'].map((name) => join(own, name)),
		...(programs !== undefined && isAbsolute(programs) ? [programs] : []),
	];
	return named.map(toReal);
}

/** A place that does not exist yet can be created later. */
function toReal(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return resolve(path);
	}
}
