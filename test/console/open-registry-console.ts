/** The console of a service with a registry, in which people publish and approve. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { RevocableAccess } from '../../manifests/registry/access/revocable-access';
import { openRegistry } from '../../manifests/registry/open-registry';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../fakes/permissive-gate';
import { registryWebhooks } from '../../service/events/registry-webhooks';
import { ada, bob, gatherPeople, type SignedManifest } from '../support/registry/registry-people';
import { openConsole } from './open-console';

export async function openRegistryConsole(offered = ['clerk']) {
	const people = await gatherPeople();
	const folder = mkdtempSync(join(tmpdir(), 'troupe-registry-room-'));
	const registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
	const access = new RevocableAccess({
		tokens: new AccessTokens({ keysFile: join(folder, 'none.json') }),
		revocations: (tenant) => registry.revocations(tenant),
		noteUse: (grant) => registry.noteUse(grant),
		reportFault: (error) => {
			throw error;
		},
	});
	const host: Host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder };
	const served = { registry, access, webhooks: registryWebhooks(host), close: async () => undefined };
	const console = await openConsole([], {}, {}, { served, offeredAgents: new Set(offered) });
	const submit = async (manifest: SignedManifest, approve: boolean) => {
		await registry.publish(ada, { token: manifest.token });
		if (approve) await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	};
	return {
		...console,
		registry,
		people,
		/** Ada publishes a version of the agent `clerk`; Bob approves it. */
		async publish(version: string, prompt: string, notes?: string, approve = true): Promise<void> {
			const definition = { id: 'clerk', version, name: 'Clerk', purpose: 'Answers questions', capabilities: ['support.answer'], prompt };
			await submit(people.agent('clerk', version, { content: JSON.stringify(definition), ...(notes && { notes }) }), approve);
		},
		/** The same for a prompt. */
		async publishPrompt(
			version: string,
			changes: Parameters<typeof people.prompt>[2],
			{ name = 'tone', approve = true } = {},
		): Promise<void> {
			await submit(people.prompt(name, version, changes), approve);
		},
		close: async () => {
			await console.close();
			await registry.close();
			rmSync(folder, { recursive: true });
		},
	};
}
