import { readFileSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foundRegistry } from '../../manifests/registry/found-registry';
import type { World } from './world';

export const ada = 'ada@example.com';
export const bob = 'bob@example.com';

/** A registry of an author and an approver, served by `troupe serve`. */
export interface FoundedRegistry {
	url: string;
	/** What a machine's home begins with. */
	machines: string;
	tokenOf(folder: string): string;
	keyOf(who: string, role: string): string;
	/** Publishes as the one and approves as the other: an agent's file, or a package's folder. */
	publish(path: string, name: string): Promise<void>;
	revoke(name: string, reason: string): Promise<void>;
	/** What a process is told to follow it. */
	env: Record<string, string>;
}

export async function foundAndServe(world: World): Promise<FoundedRegistry> {
	const founded = join(world.home, 'founded');
	const people = { authors: [ada], approvers: [bob], approvals: 1, rootHolders: 1, rootThreshold: 1 };
	await foundRegistry({ into: founded, ...people, url: 'http://127.0.0.1', nowMs: Date.now() });
	await cp(join(founded, 'server'), world.home, { recursive: true });
	const url = await world.serve();
	const as = (who: string) => ['--as', join(founded, 'people', who), '--registry', url];
	const tokenOf = (folder: string) => readFileSync(join(founded, folder, 'token'), 'utf8').trim();
	return {
		url,
		machines: join(founded, 'machines'),
		tokenOf,
		keyOf: (who, role) => readFileSync(join(founded, 'people', who, `${role}.pem`), 'utf8'),
		publish: async (path, name) => {
			await world.troupe('manifest', 'publish', path, ...as(ada));
			await world.troupe('manifest', 'approve', name, ...as(bob), '--yes');
		},
		revoke: async (name, reason) => void (await world.troupe('manifest', 'revoke', name, ...as(bob), '--reason', reason)),
		env: { TROUPE_REGISTRY_URL: url, TROUPE_REGISTRY_TOKEN: tokenOf('machines') },
	};
}

/** A package's name and version, as the registry calls it. */
export async function versionedName(packageFolder: string): Promise<string> {
	const { name, version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { name: string; version: string };
	return `${name}@${version}`;
}
