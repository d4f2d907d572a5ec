/** The registry refuses agents that would call themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '../../../manifests/registry/registry';
import { checkContent } from '../../../providers/compose/agents/check-content';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../support/registry/registry-people';
import { openRegistry } from '../../../manifests/registry/open-registry';

let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeEach(async () => {
	people = await gatherPeople({ nowMs: Date.now() });
	folder = mkdtempSync(join(tmpdir(), 'troupe-published-'));
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers, checkContent });
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true });
});

function agent(id: string, version: string, ...calls: Array<{ agent: string; range?: string }>) {
	const purpose = `Is ${id}.`;
	const define = calls.map((call) => ({ kind: 'agent', description: 'Helps.', ...call }));
	const content = JSON.stringify({
		...{ id, version, name: id, purpose, capabilities: [], prompt: 'Help.', tools: { define } },
		...{ guardrails: { personalData: { types: [] } }, limits: {} },
	});
	return people.agent(id, version, { content, purpose, capabilities: [] });
}
const publish = async (...all: Parameters<typeof agent>) => (await registry.publish(ada, { token: agent(...all).token })).sha256;

it('refuses a way from an agent back to itself, and names it', async () => {
	await publish('a', '1.0.0', { agent: 'b', range: '^1' });
	await publish('b', '1.0.0', { agent: 'c' });
	await expect(publish('c', '1.0.0', { agent: 'a', range: '^1' })).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('call itself: c → a → b → c'),
	});
	await expect(publish('d', '1.0.0', { agent: 'd' })).rejects.toMatchObject({ message: expect.stringContaining('d → d') });
});

it('follows only versions that a range reaches and that are not revoked', async () => {
	await publish('a', '1.0.0', { agent: 'b' });
	await publish('b', '1.0.0', { agent: 'a', range: '^2' });
	await expect(publish('a', '2.0.0', { agent: 'b' })).rejects.toMatchObject({ message: expect.stringContaining('a → b → a') });
	const first = agent('x', '1.0.0', { agent: 'y' });
	await registry.publish(ada, { token: first.token });
	await expect(publish('y', '1.0.0', { agent: 'x' })).rejects.toMatchObject({ code: 'AGENT_INVALID' });
	await registry.revoke(bob, first.sha256, { reason: 'It called y.' });
	await publish('y', '1.0.0', { agent: 'x' });
});

it('refuses an invalid range', async () => {
	await expect(publish('a', '1.0.0', { agent: 'b', range: 'the newest' })).rejects.toMatchObject({
		message: expect.stringContaining('tools.define.0.range "the newest" is not a range of versions'),
	});
});
