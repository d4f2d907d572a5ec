import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findPackageFolder } from '../../../core/base/package-folder';
import { defaultTrust } from '../default-gate';
import { guardedInstallation } from '../guarded-gate';
import { openInstallationGate } from '../installation-gate';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { ownPackage } from '../../documents/several-manifests';
import { communityFolder } from '../../scan/installed-packages';
import { warnOfEngineV2 } from './engine-v2';
import type { HookGates } from './workflow-hooks';

/** One gate for Troupe's own package and one for all others, with the same trust. */
export function defaultGates(env?: Environment): HookGates {
	const { gate, client, folders, rules, audit } = defaultTrust(env);
	const packageFolder = findPackageFolder();
	const userFolder = readSetting('N8N_USER_FOLDER', env) ?? homedir();
	const installed = join(communityFolder(userFolder), 'node_modules', ownPackage);
	const others = openInstallationGate({
		packageFolder,
		pinnedTrust: folders.pinned,
		trustNamed: folders.named,
		registryTrust: folders.registry,
		trustRules: rules,
		clock: rules.highWater?.clock(),
		userFolder,
		customExtensions: readSetting('N8N_CUSTOM_EXTENSIONS', env),
	});
	return {
		own: gate,
		folder: packageFolder,
		others: guardedInstallation(others, audit, client),
		// A link to the folder of the hook file is the same folder.
		isTroupeElsewhere: () => existsSync(installed) && realpathSync(installed) !== realpathSync(packageFolder),
		warning: warnOfEngineV2(env),
	};
}
