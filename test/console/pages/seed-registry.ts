/** A registry with an agent and a prompt in several versions, for a console that shows it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessTokens } from '../../../manifests/registry/access/access-tokens';
import { RevocableAccess } from '../../../manifests/registry/access/revocable-access';
import { openRegistry } from '../../../manifests/registry/open-registry';
import { openGate } from '../../fakes/permissive-gate';
import { registryWebhooks } from '../../../service/events/registry-webhooks';
import { ada, bob, gatherPeople } from '../../support/registry/registry-people';

export async function seedRegistry() {
	const people = await gatherPeople();
	const folder = mkdtempSync(join(tmpdir(), 'troupe-pages-'));
	const registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
	const access = new RevocableAccess({
		tokens: new AccessTokens({ keysFile: join(folder, 'none.json') }),
		revocations: (tenant) => registry.revocations(tenant),
		noteUse: (grant) => registry.noteUse(grant),
		reportFault: (error) => {
			throw error;
		},
	});
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder };
	const publish = async (manifest: ReturnType<typeof people.agent>) => {
		await registry.publish(ada, { token: manifest.token });
		await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	};
	for (const [version, prompt] of [
		['1.0.0', 'Help kindly.'],
		['1.1.0', 'Help briefly.'],
	] as const) {
		for (const [id, name] of [
			['clerk', 'Clerk'],
			['seller', 'Seller'],
		] as const) {
			const definition = { id, version, name, purpose: 'Answers questions', capabilities: ['support.answer'], prompt };
			await publish(people.agent(id, version, { content: JSON.stringify(definition) }));
		}
	}
	await publish(people.prompt('tone', '1.0.0', { content: 'Be kind to {{who}}.' }));
	await publish(people.prompt('tone', '1.0.1', { content: 'Be very kind to {{who}}.' }));
	await publish(people.prompt('tone', '1.0.2', { content: 'Be kind to {{who}}, always.' }));
	return {
		served: { registry, access, webhooks: registryWebhooks(host), close: async () => undefined },
		close: async () => {
			await registry.close();
			rmSync(folder, { recursive: true });
		},
	};
}
