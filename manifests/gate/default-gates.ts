import { homedir } from 'node:os';
import { pinnedTrustFolder } from '../../core/home';
import { findPackageFolder } from '../../core/package-folder';
import { defaultGate } from './default-gate';
import { openInstallationGate } from './installation-gate';
import type { HookGates } from './workflow-hooks';

/** The gates of this machine's n8n: that of Troupe's own package, and that of all others. */
export function defaultGates(env: NodeJS.ProcessEnv = process.env): HookGates {
	const others = openInstallationGate({
		packageFolder: findPackageFolder(),
		pinnedTrust: pinnedTrustFolder(env),
		trustNamed: Boolean(env.TROUPE_TRUST),
		userFolder: env.N8N_USER_FOLDER || homedir(),
		customExtensions: env.N8N_CUSTOM_EXTENSIONS,
	});
	return { own: defaultGate(env), others };
}
