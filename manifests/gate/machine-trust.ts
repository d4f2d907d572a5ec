import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findPackageFolder } from '../../core/base/package-folder';
import type { Environment } from '../../core/base/settings/setting-names';
import type { VerifyRequest } from '../package/verify-package';

const timeoutMs = 5_000;

/** Combines the registry, asked once, and pinned folders. A named folder decides alone. @throws TroupeError INPUT_INVALID */
export async function machineTrust({ trust }: { trust?: string }, environment?: Environment): Promise<VerifyRequest> {
	const packageFolder = findPackageFolder();
	if (trust !== undefined) return { packageFolder, pinnedTrust: resolve(trust), trustNamed: true, nowMs: Date.now() };
	const { defaultTrust } = await import('./default-gate');
	const { folders, rules, client } = defaultTrust(environment);
	// A person asks for the current state, not a cached one.
	if (client !== undefined) await withTimeout(client.refresh());
	return {
		packageFolder,
		pinnedTrust: folders.pinned,
		trustNamed: folders.named,
		registryTrust: folders.registry,
		trustRules: rules,
		nowMs: Date.now(),
	};
}

/** The client keeps no process alive: this timer does. */
async function withTimeout(asked: Promise<void>): Promise<void> {
	const answered = new AbortController();
	const timeout = setTimeout(timeoutMs, undefined, { signal: answered.signal }).catch(() => undefined);
	await Promise.race([asked, timeout]);
	answered.abort();
}
