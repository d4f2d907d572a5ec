import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { TroupeError } from '../errors';
import { findPackageFolder } from '../package-folder';
import type { Environment } from '../settings/setting-names';
import { readSetting } from '../settings/settings';

/** Folders with n8n's own packages. n8n puts them on NODE_PATH before it loads a community package. */
export function hostFolders(env?: Environment): string[] {
	return (readSetting('NODE_PATH', env) ?? '').split(delimiter).filter(Boolean);
}

/**
 * Loads a package from n8n, or from a checkout's own node_modules. `require` would prefer any folder above Troupe's, which no manifest covers. The
 * build replaces such imports by this call (scripts/build/host-modules.mjs). @throws TroupeError DEPENDENCY_MISSING
 */
export function requireFromHost(name: string, env?: Environment): unknown {
	const host = hostFolders(env).find((folder) => existsSync(join(folder, name)));
	const folder = host ?? join(findPackageFolder(), 'node_modules');
	if (host !== undefined || existsSync(join(folder, name))) return createRequire(__filename)(join(folder, name));
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: `The package ${name} is missing: n8n provides it, but no folder of NODE_PATH contains it.`,
		fix: 'Load Troupe with n8n, which sets NODE_PATH. Elsewhere set NODE_PATH to the node_modules of an n8n.',
		details: { package: name },
	});
}
