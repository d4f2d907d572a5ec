import { homedir } from 'node:os';
import { findPackageFolder } from '../../core/package-folder';
import { defaultTrust } from './default-gate';
import { openInstallationGate, type InstallationGate } from './installation-gate';
import type { HookGates } from './workflow-hooks';

/** The gates of this machine's n8n: that of Troupe's own package, and that of all others under the same trust. */
export function defaultGates(env: NodeJS.ProcessEnv = process.env): HookGates {
	const { gate, client, settings, folders, rules, audit } = defaultTrust(env);
	const others = openInstallationGate({
		packageFolder: findPackageFolder(),
		pinnedTrust: folders.pinned,
		trustNamed: folders.named,
		registryTrust: folders.registry,
		trustRules: rules,
		clock: rules.highWater?.clock(),
		instance: settings.instance,
		userFolder: env.N8N_USER_FOLDER || homedir(),
		customExtensions: env.N8N_CUSTOM_EXTENSIONS,
	});
	const fresh = async () => void (await client?.fresh());
	const admit: InstallationGate['admit'] = async (nodeType) => {
		await fresh();
		try {
			const found = await others.admit(nodeType);
			for (const { manifest } of found) if (manifest) client?.used(manifest.sha256);
			return found;
		} catch (error) {
			audit.write('refused', 'gate', error);
			throw error;
		}
	};
	return { own: gate, others: { admit, report: () => fresh().then(() => others.report()) } };
}
