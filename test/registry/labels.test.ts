import { ada, bob, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import type { Registry } from '../../manifests/registry/registry';
import { listLabels } from '../../manifests/registry/resolve/snapshot-labels';
import { openAuditedRegistry } from '../support/registry/audited-registry';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('labels of versions', (openDatabases) => {
	let databases: Databases;
	let people: RegistryPeople;
	let registry: Registry;
	let other: Registry;
	const of = { kind: 'prompt' as const, name: 'tone', label: 'production' };
	const tones: Record<string, SignedManifest> = {};

	beforeAll(async () => {
		[databases, people] = await Promise.all([openDatabases(), gatherPeople()]);
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		const database = await databases.create();
		const open = () => openAuditedRegistry({ database, root: people.root, keys: people.signers });
		// As two processes of `troupe serve` on one database.
		[registry, other] = [await open(), await open()];
		for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
			const tone = (tones[version] = people.prompt('tone', version, { content: `Be ${version.replaceAll('.', ' ')} to {{who}}.` }));
			await registry.publish(ada, { token: tone.token });
			if (version !== '1.2.0') await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
		}
	});
	afterEach(async () => {
		await registry.close();
		await other.close();
	});

	const set = (version: string, more: object = {}, one = registry) => one.setLabel(bob, { ...of, version, ...more });
	const inSnapshot = async () => listLabels(claimsOf<SnapshotDocument>((await registry.snapshot(ada))!.token));

	it('point to one version, move by a snapshot without another publication, and say in the audit who moved them, from where and why', async () => {
		expect(await set('1.0.0')).toMatchObject({ ...of, version: '1.0.0', state: 'approved', revision: 1, changedBy: bob.subject });
		const { etag } = (await registry.snapshot(ada))!;
		await set('1.1.0', { reason: 'warmer' });
		expect((await registry.snapshot(ada, etag))?.etag).not.toBe(etag);
		expect(await inSnapshot()).toEqual([{ ...of, version: '1.1.0', revision: 2 }]);
		expect((await registry.labels(ada, { name: 'tone' })).items).toMatchObject([{ version: '1.1.0', revision: 2, reason: 'warmer' }]);
		expect((await registry.audit(ada, { action: 'label.updated' })).items).toMatchObject([
			{ subject: bob.subject, object: 'prompt:tone@production', details: { from: '1.0.0', version: '1.1.0', reason: 'warmer' } },
			{ object: 'prompt:tone@production', details: { kind: 'prompt', name: 'tone', version: '1.0.0' } },
		]);
	});

	it('that point where they are asked to change nothing, and leave no entry', async () => {
		await set('1.0.0');
		const { etag } = (await registry.snapshot(ada))!;
		expect(await set('1.0.0', { reason: 'again' })).toMatchObject({ revision: 1 });
		expect(await registry.snapshot(ada, etag)).toBeNull();
		expect((await registry.audit(ada, { action: 'label.updated' })).items).toHaveLength(1);
	});

	it('never point to a draft, a revoked version, one that does not exist, or a package, and are never named like a range', async () => {
		await expect(set('1.2.0')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		await registry.revoke(bob, tones['1.1.0']!.sha256, { reason: 'leaks' });
		await expect(set('1.1.0')).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		await expect(set('9.0.0')).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		await expect(set('1.0.0', { kind: 'package' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		for (const label of ['latest', '1.0.0', 'v1', 'x', '^1', 'Production', 'a b', '../x'])
			await expect(set('1.0.0', { label })).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { field: 'label' } });
		expect(await inSnapshot()).toEqual([]);
	});

	it('are removed with a reason, and their revision goes on rising when they are set again', async () => {
		await set('1.1.0');
		await registry.removeLabel(bob, { ...of, reason: 'no customers any more' });
		await registry.removeLabel(bob, of);
		expect([await inSnapshot(), (await registry.labels(ada, {})).items]).toEqual([[], []]);
		expect((await registry.audit(ada, { action: 'label.removed' })).items).toMatchObject([
			{ details: { from: '1.1.0', reason: 'no customers any more' } },
		]);
		expect(await set('1.0.0')).toMatchObject({ revision: 3 });
	});

	it('are asked for in the place of a range, whatever a rollout says, and are listed page by page', async () => {
		await set('1.0.0');
		await set('1.1.0', { label: 'canary' });
		const stages = [{ percent: 100, minimumMinutes: 0 }];
		await registry.startRollout(bob, { id: 'r', kind: 'prompt', name: 'tone', from: '1.0.0', to: '1.1.0', stages });
		const versionOf = async (range: string) =>
			(await registry.resolve(ada, { kind: 'prompt', name: 'tone', range, instance: 'i' })).map(({ manifest }) => manifest.version);
		expect([await versionOf('production'), await versionOf('canary'), await versionOf('*')]).toEqual([['1.0.0'], ['1.1.0'], ['1.1.0']]);
		await expect(versionOf('staging')).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		await expect(registry.resolve(ada, { range: 'production' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		const first = await registry.labels(ada, { limit: 1 });
		const second = await registry.labels(ada, { limit: 1, cursor: first.cursor });
		expect([...first.items, ...second.items].map(({ label }) => label)).toEqual(['canary', 'production']);
		expect(second).not.toHaveProperty('cursor');
	});

	it('are what a drill says would be refused, with the agents that ask for them', async () => {
		await set('1.0.0');
		const prompt = { name: 'tone', range: 'production' };
		const facts = { purpose: 'Greets.', capabilities: ['greet'] };
		const content = JSON.stringify({ id: 'greeter', version: '1.0.0', ...facts, promptReference: prompt });
		const agent = people.agent('greeter', '1.0.0', { ...facts, prompt, content });
		await registry.publish(ada, { token: agent.token });
		await registry.approve(bob, agent.sha256, { token: people.approval(agent) });
		expect(await registry.drill(ada, { sha256: tones['1.0.0']!.sha256 })).toMatchObject({
			stops: [{ version: '1.0.0', labels: ['production'] }],
			callers: [{ name: 'greeter', calls: 'prompt:tone', range: 'production', goesTo: null }],
		});
		expect((await registry.drill(ada, { sha256: tones['1.1.0']!.sha256 })).callers).toEqual([]);
	});
});
