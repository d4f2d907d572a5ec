import { pinnedTrustFolder } from '../../core/home';
import { findPackageFolder } from '../../core/package-folder';
import { openPackageGate, type PackageGate } from './package-gate';

const opened = new Map<string, PackageGate>();

/** The gate of the running package under the trust of this machine, shared by all who ask in this process: hook, nodes, workers, commands. */
export function defaultGate(env: NodeJS.ProcessEnv = process.env): PackageGate {
	const pinnedTrust = pinnedTrustFolder(env);
	const gate =
		opened.get(pinnedTrust) ?? openPackageGate({ packageFolder: findPackageFolder(), pinnedTrust, trustNamed: Boolean(env.TROUPE_TRUST) });
	opened.set(pinnedTrust, gate);
	return gate;
}
