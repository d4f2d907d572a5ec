import { homedir } from 'node:os';
import { findPackageFolder } from '../../../core/base/package-folder';
import { defaultTrust } from '../default-gate';
import { guardedInstallation } from '../guarded-gate';
import { openInstallationGate } from '../installation-gate';
import { type Environment, readSetting } from '../../../core/base/settings';
import type { HookGates } from './workflow-hooks';

/** Opens the gates of this machine's n8n: one for Troupe's own package, and one for all others, with the same trust. */
export function defaultGates(env?: Environment): HookGates {
	const { gate, client, settings, folders, rules, audit } = defaultTrust(env);
	const others = openInstallationGate({
		packageFolder: findPackageFolder(),
		pinnedTrust: folders.pinned,
		trustNamed: folders.named,
		registryTrust: folders.registry,
		trustRules: rules,
		clock: rules.highWater?.clock(),
		instance: settings.instance,
		userFolder: readSetting('N8N_USER_FOLDER', env) ?? homedir(),
		customExtensions: readSetting('N8N_CUSTOM_EXTENSIONS', env),
	});
	return { own: gate, others: guardedInstallation(others, audit, client) };
}
