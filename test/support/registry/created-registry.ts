/** A registry as `troupe manifest init` sets it up, served over HTTP on SQLite. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSigners } from '../../../manifests/keys/key-files';
import { AccessTokens } from '../../../manifests/registry/access/access-tokens';
import { issueAccessToken } from '../../../manifests/registry/access/issue-token';
import { RevocableAccess } from '../../../manifests/registry/access/revocable-access';
import { snapshotSigner } from '../../../manifests/registry/changes/snapshot-signer';
import { createRegistry } from '../../../manifests/registry/create-registry';
import { openRegistry } from '../../../manifests/registry/open-registry';
import { applyFirstPolicy } from '../../../manifests/registry/settings/first-policy';
import { openTestRegistryService } from './registry-service';

export interface FoundedTestRegistry {
	/** Until revocations are seen, which are read every 250 ms. */
	untilForgotten(): Promise<unknown>;
	/** Writes another token into a folder. */
	issue(place: string, subject: string): Promise<void>;
	close(): Promise<void>;
}

export async function buildTestRegistry(into: string, more: { machines?: string[]; graceSeconds?: number }): Promise<FoundedTestRegistry> {
	const common = { authors: ['ada@example.com'], approvers: ['grace@example.com'], approvals: 1, rootHolders: 1, rootThreshold: 1 };
	await createRegistry({ into, ...common, ...more, url: 'http://127.0.0.1:8600', nowMs: Date.now() });
	const server = join(into, 'server', 'registry');
	const registry = await openRegistry({
		database: join(into, 'server', 'registry.db'),
		root: readFileSync(join(server, 'root.jwt'), 'utf8').trim(),
		keys: readSigners(server, 'snapshot').map(snapshotSigner),
	});
	await applyFirstPolicy(registry, server);
	const access = new RevocableAccess({
		tokens: new AccessTokens({ keysFile: join(server, 'access-keys.json') }),
		revocations: (tenant) => registry.revocations(tenant),
		noteUse: (grant) => registry.noteUse(grant),
		reportFault: (error) => {
			throw error;
		},
	});
	const service = await openTestRegistryService(registry, access);
	for (const file of readdirSync(into, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('registry.json')))
		writeFileSync(join(into, file), JSON.stringify({ url: service.url }));
	return {
		untilForgotten: () => sleep(300),
		issue: async (place, subject) => {
			const request = {
				keysFolder: join(into, 'admin'),
				tenant: 'default',
				subject,
				scopes: ['registry:read'],
				hours: 1,
				nowMs: Date.now() + 2_000,
			};
			const { token } = await issueAccessToken(request);
			writeFileSync(join(into, place, 'token'), token);
		},
		close: async () => {
			await service.close();
			await registry.close();
		},
	};
}
