import { resolve } from 'node:path';
import { findPackageFolder } from '../core/package-folder';
import type { VerifyRequest } from '../manifests/package/verify-package';

/**
 * The trust by which this machine decides what runs: its registry's, asked once, and what people pinned.
 * A folder that was named decides alone, whatever this machine accepted before.
 * @throws TroupeError INPUT_INVALID
 */
export async function machineTrust({ trust }: { trust?: string }, environment: NodeJS.ProcessEnv): Promise<VerifyRequest> {
	const packageFolder = findPackageFolder();
	if (trust !== undefined) return { packageFolder, pinnedTrust: resolve(trust), trustNamed: true, nowMs: Date.now() };
	const { defaultTrust } = await import('../manifests/gate/default-gate');
	const { folders, rules, client } = defaultTrust(environment);
	await client?.fresh();
	return {
		packageFolder,
		pinnedTrust: folders.pinned,
		trustNamed: folders.named,
		registryTrust: folders.registry,
		trustRules: rules,
		nowMs: Date.now(),
	};
}
