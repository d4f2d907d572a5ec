import { mkdtempSync, rmSync } from 'node:fs';
import type { KyselyPlugin } from 'kysely';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada, bob, carol, gatherPeople, type RegistryPeople, type SignedManifest } from '../../../test/support/registry/registry-people';
import { openRegistry } from '../open-registry';
import { openStore } from '../store/open-store';
import { drillRevocation } from './drill-revocation';
import type { Registry } from '../registry';
import { slowTest } from '../../../test/support/slow-tests';

let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople();
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-drill-'));
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true });
});

async function approve(manifest: SignedManifest, by: Array<'approver' | 'second'> = ['approver']): Promise<SignedManifest> {
	await registry.publish(ada, { token: manifest.token });
	for (const key of by)
		await registry.approve(key === 'approver' ? bob : carol, manifest.sha256, { token: people.approval(manifest, people.keys[key]) });
	return manifest;
}
const agent = (id: string, version: string, define: object[] = [], prompt?: { name: string; range: string }) => {
	const told = { purpose: 'Answers questions', capabilities: ['support.answer'] };
	const definition = { id, version, ...told, tools: { define }, ...(prompt && { promptReference: prompt }) };
	return people.agent(id, version, { content: JSON.stringify(definition), ...(prompt && { prompt }) });
};

it('says of a version which ones call it, where they go, and what becomes of its rollout, and changes nothing', async () => {
	await approve(agent('clerk', '1.0.0'));
	const clerk = await approve(agent('clerk', '1.1.0'));
	await approve(agent('pinned', '1.0.0', [{ kind: 'agent', agent: 'clerk', range: '1.1.0' }]));
	await approve(agent('free', '1.0.0', [{ kind: 'agent', agent: 'clerk' }]));
	await approve(agent('older', '1.0.0', [{ kind: 'agent', agent: 'clerk', range: '~1.0' }]));
	await approve(agent('other', '1.0.0', [{ kind: 'http', name: 'clerk' }]));
	const stages = [{ percent: 10, minimumMinutes: 60 }];
	await registry.startRollout(bob, { id: 'r', kind: 'agent', name: 'clerk', from: '1.0.0', to: '1.1.0', stages });
	const before = await registry.snapshot(ada);
	const drill = await registry.drill(ada, { kind: 'agent', name: 'clerk', version: '1.1.0' });
	expect(drill).toEqual({
		what: 'agent:clerk@1.1.0',
		stops: [
			{
				...{ kind: 'agent', name: 'clerk', version: '1.1.0', sha256: clerk.sha256 },
				...{ reason: 'it would be revoked', goesTo: '1.0.0', left: ['1.0.0'], ahead: [] },
			},
		],
		callers: [
			{ kind: 'agent', name: 'pinned', version: '1.0.0', calls: 'agent:clerk', range: '1.1.0', goesTo: null },
			{ kind: 'agent', name: 'free', version: '1.0.0', calls: 'agent:clerk', range: '*', goesTo: '1.0.0' },
		],
		rollouts: [
			{
				...{ id: 'r', kind: 'agent', name: 'clerk', from: '1.0.0', to: '1.1.0', state: 'running', percent: 10 },
				...{ becomes: 'aborted', goesTo: '1.0.0' },
			},
		],
		...{ roles: [], people: [], isCut: false },
	});
	expect(await registry.drill(ada, { sha256: clerk.sha256 })).toEqual(drill);
	expect((await registry.snapshot(ada))!.token).toBe(before!.token);
	await registry.revoke(bob, clerk.sha256, {});
	expect(await registry.rollouts(ada)).toMatchObject([{ state: drill.rollouts[0]!.becomes }]);
});

it('lists only callers that get the version today', async () => {
	for (const version of ['1.0.0', '2.0.0']) await approve(agent('clerk', version));
	await approve(agent('free', '1.0.0', [{ kind: 'agent', agent: 'clerk' }]));
	await approve(agent('old', '1.0.0', [{ kind: 'agent', agent: 'clerk', range: '^1.0' }]));
	const ask = async (version: string) =>
		(await registry.drill(ada, { kind: 'agent', name: 'clerk', version })).callers.map(({ name }) => name);
	expect(await ask('1.0.0')).toEqual(['old']);
	expect(await ask('2.0.0')).toEqual(['free']);
	const stages = [{ percent: 10, minimumMinutes: 60 }];
	await registry.startRollout(bob, { id: 'r', kind: 'agent', name: 'clerk', from: '1.0.0', to: '2.0.0', stages });
	expect(await ask('1.0.0')).toEqual(['old', 'free']);
	expect(await ask('2.0.0')).toEqual(['free']);
});

it('says of a prompt which agents lose it', async () => {
	await approve(people.prompt('tone', '1.0.0'));
	const prompt = { name: 'tone', range: '^1.0' };
	await approve(agent('kind', '1.0.0', [], prompt));
	const { callers } = await registry.drill(ada, { kind: 'prompt', name: 'tone', version: '1.0.0' });
	expect(callers.map(({ name, calls, goesTo }) => [name, calls, goesTo])).toEqual([['kind', 'prompt:tone', null]]);
});

it('says which templates have processes that call an agent, except one of their own', async () => {
	await approve(agent('clerk', '1.0.0'));
	const process = { path: 'p.bpmn', kind: 'process', content: '<zeebe:header key="agent" value="clerk@^1.0" />' };
	const own = { path: 'clerk.json', kind: 'agent', content: '{"id": "clerk"}' };
	for (const [id, files] of [
		['uses', [process]],
		['brings', [process, own]],
	] as const)
		await approve(people.template(id, '1.0.0', { content: JSON.stringify({ id, version: '1.0.0', purpose: 'Greets.', files }) }));
	const { callers } = await registry.drill(ada, { kind: 'agent', name: 'clerk', version: '1.0.0' });
	expect(callers).toEqual([{ kind: 'template', name: 'uses', version: '1.0.0', calls: 'agent:clerk', range: '^1.0', goesTo: null }]);
});

it('says of an approver who is left, and which versions only this key approved', async () => {
	const alone = await approve(people.prompt('alone', '1.0.0'));
	await approve(people.prompt('both', '1.0.0'), ['approver', 'second']);
	await approve(people.prompt('carols', '1.0.0'), ['second']);
	const key = people.keys.approver.keyId;
	const { stops, ...drill } = await registry.drill(ada, { key });
	expect(stops).toMatchObject([{ name: 'alone', sha256: alone.sha256, goesTo: null }]);
	expect(stops[0]!.reason).toContain(`the approver's key ${key} is revoked`);
	expect(drill).toMatchObject({
		what: `key ${key} of bob@example.com`,
		roles: [{ role: 'approver', left: 1, threshold: 1, isEnough: true }],
		people: ['bob@example.com'],
	});
});

slowTest('reads versions of a key page by page', async () => {
	for (let minor = 0; minor < 105; minor += 1) await approve(people.prompt('tone', `1.${minor}.0`));
	const key = people.keys.approver.keyId;
	const { stops, isCut } = await registry.drill(ada, { key });
	expect([stops.length, isCut]).toEqual([105, false]);
});

slowTest('asks the database as often for many names as for a few', async () => {
	const asked: string[] = [];
	const counter: KyselyPlugin = {
		transformQuery: ({ node }) => (asked.push(node.kind), node),
		transformResult: ({ result }) => Promise.resolve(result),
	};
	const store = await openStore(join(folder, 'registry.db'));
	const drill = () =>
		store.read(ada.tenant, (connection) =>
			drillRevocation(
				connection.withPlugin(counter),
				{ root: people.rootDocument, nowMs: Date.now() },
				{ key: people.keys.approver.keyId },
			),
		);
	await approve(people.prompt('tone-0', '0.9.0'), ['second']);
	for (let number = 0; number < 3; number += 1) await approve(people.prompt(`tone-${number}`, '1.0.0'));
	await drill();
	const ofFew = asked.splice(0).length;
	for (let number = 3; number < 12; number += 1) await approve(people.prompt(`tone-${number}`, '1.0.0'));
	const { stops } = await drill();
	expect([stops.length, stops.find(({ name }) => name === 'tone-0')!.left, asked.length]).toEqual([12, ['0.9.0'], ofFew]);
	await store.close();
});

it('says of an author and of the snapshot key that nobody can do their work', async () => {
	await approve(people.prompt('tone', '1.0.0'));
	const { stops, roles } = await registry.drill(ada, { key: people.keys.author.keyId });
	expect(stops).toMatchObject([{ name: 'tone', reason: expect.stringContaining('publish a new version') as string }]);
	expect(roles).toEqual([{ role: 'author', left: 0, threshold: 1, isEnough: false }]);
	expect(await registry.drill(ada, { key: people.keys.snapshot.keyId })).toMatchObject({
		stops: [],
		roles: [{ role: 'snapshot', left: 0, isEnough: false }],
	});
});

it.each([
	['nothing', {}, 'Expected exactly one of'],
	['two things', { key: 'k', sha256: 'a'.repeat(64) }, 'Expected exactly one of'],
	['half a version', { kind: 'agent' as const, name: 'clerk' }, 'Expected exactly one of'],
	['a key that the root has not', { key: 'stranger' }, 'Edition 1 of the root has no key stranger'],
	['a version that nobody published', { kind: 'agent' as const, name: 'clerk', version: '9.0.0' }, 'has no agent:clerk@9.0.0'],
])('refuses %s', async (_name, request, message) => {
	await expect(registry.drill(ada, request)).rejects.toThrow(message);
});
