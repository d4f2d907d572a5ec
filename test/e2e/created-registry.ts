import { readFileSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistry } from '../../manifests/registry/create-registry';
import type { World } from './world';

export const ada = 'ada@example.com';
export const bob = 'bob@example.com';

/** A registry of an author and an approver, served by `troupe serve`. */
export interface CreatedRegistry {
	url: string;
	/** The folder to copy into a machine's home. */
	machines: string;
	readToken(folder: string): string;
	readKey(who: string, role: string): string;
	/** Publishes as the author and approves as the approver: an agent's file, or a package's folder. */
	publish(path: string, name: string): Promise<void>;
	revoke(name: string, reason: string): Promise<void>;
	/** The variables of a process that follows it. */
	env: Record<string, string>;
}

export async function createAndServe(world: World): Promise<CreatedRegistry> {
	const founded = join(world.home, 'founded');
	const people = { authors: [ada], approvers: [bob], approvals: 1, rootHolders: 1, rootThreshold: 1 };
	await createRegistry({ into: founded, ...people, url: 'http://127.0.0.1', nowMs: Date.now() });
	await cp(join(founded, 'server'), world.home, { recursive: true });
	const url = await world.serve();
	const as = (who: string) => ['--as', join(founded, 'people', who), '--registry', url];
	const readToken = (folder: string) => readFileSync(join(founded, folder, 'token'), 'utf8').trim();
	return {
		url,
		machines: join(founded, 'machines'),
		readToken,
		readKey: (who, role) => readFileSync(join(founded, 'people', who, `${role}.pem`), 'utf8'),
		publish: async (path, name) => {
			await world.troupe('manifest', 'publish', path, ...as(ada));
			await world.troupe('manifest', 'approve', name, ...as(bob), '--yes');
		},
		revoke: async (name, reason) => void (await world.troupe('manifest', 'revoke', name, ...as(bob), '--reason', reason, '--yes')),
		env: { TROUPE_REGISTRY_URL: url, TROUPE_REGISTRY_TOKEN: readToken('machines') },
	};
}

/** Returns a package's name and version, as in the registry. */
export async function versionedName(packageFolder: string): Promise<string> {
	const { name, version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { name: string; version: string };
	return `${name}@${version}`;
}
