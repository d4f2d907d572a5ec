/** A version of somebody else's package has a manifest for each installation that was reviewed: the registry's half, on both databases. */
import { sql, type RawBuilder } from 'kysely';
import { ada, bob, carol, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';
import type { ManifestDependency } from '../../manifests/documents/package-manifest';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { maxManifestsPerVersion } from '../../manifests/documents/several-manifests';
import type { Registry } from '../../manifests/registry/registry';
import { openAuditedRegistry } from '../support/registry/audited-registry';
import { openStore } from '../../manifests/registry/store/open-store';
import type { Store } from '../../manifests/registry/store/store';
import { onBoth, type Databases } from '../support/servers/databases';
import { registryOn } from '../../manifests/registry/open-registry';

const start = Date.UTC(2026, 10, 21, 1);
let people: RegistryPeople;
beforeAll(async () => {
	people = await gatherPeople({ nowMs: start });
});

/** The package as it lies in an installation of npm's that resolved this left-pad. */
const weather = (
	leftPad: string,
	more: { version?: string; by?: RegistryPeople['keys']['author']; later?: number } = {},
): SignedManifest => {
	const dependency: ManifestDependency = { name: 'left-pad', version: leftPad, sha256: leftPad.replaceAll('.', '').padEnd(64, '0') };
	const iat = Math.floor(start / 1000) + (more.later ?? 0);
	return people.installed('n8n-nodes-weather', more.version ?? '1.0.0', { dependencies: [dependency], iat }, more.by);
};

onBoth('several manifests of a version', (openDatabases) => {
	let databases: Databases;
	let registry: Registry;
	let now: number;
	beforeAll(async () => {
		databases = await openDatabases();
	}, 60_000);
	afterAll(() => databases.remove());
	beforeEach(async () => {
		now = start;
		registry = await open(await databases.create());
	});
	afterEach(() => registry.close());

	const open = (address: string) => openAuditedRegistry({ database: address, root: people.root, keys: people.signers, clock: () => now });
	/** Past all that the registry holds. */
	const write = (store: Store, ...queries: Array<RawBuilder<unknown>>) =>
		store.whole.transaction().execute(async (connection) => {
			if (store.dialect === 'postgres') await sql`select set_config('troupe.tenant', 'default', true)`.execute(connection);
			for (const query of queries) await query.execute(connection);
		});
	const snapshotOf = async (one = registry) => claimsOf<SnapshotDocument>((await one.snapshot(ada))!.token).manifests;
	const publish = (manifest: SignedManifest, one = registry) => one.publish(ada, { token: manifest.token });
	const approve = async (manifest: SignedManifest, one = registry) => {
		await publish(manifest, one);
		return one.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	};

	it('are in the snapshot, each with its own approvals', async () => {
		const [one, other] = [weather('1.3.0'), weather('1.3.1')];
		await approve(one);
		await publish(other);
		await expect(registry.approve(bob, other.sha256, { token: people.approval(one) })).rejects.toMatchObject({ code: 'APPROVAL_REFUSED' });
		expect((await snapshotOf()).map(({ sha256 }) => sha256)).toEqual([one.sha256]);
		await registry.approve(bob, other.sha256, { token: people.approval(other) });
		expect((await snapshotOf()).map(({ sha256, state }) => [sha256, state])).toEqual([
			[one.sha256, 'approved'],
			[other.sha256, 'approved'],
		]);
		const found = await registry.list(ada, { name: 'n8n-nodes-weather', version: '1.0.0', sha256: other.sha256.slice(0, 6) });
		expect(found.items.map(({ sha256 }) => sha256)).toEqual([other.sha256]);
		expect((await registry.diff(ada, one.sha256, other.sha256)).changes).toEqual([
			expect.objectContaining({ path: '/dependencies/left-pad', kind: 'changed' }),
		]);
	});

	it('are one for agents, for prompts and for Troupe itself, whatever a program writes into the table', async () => {
		const address = await databases.create();
		const store = await openStore(address);
		const one = await registryOn(store, { root: people.root, keys: people.signers, clock: () => now });
		await publish(people.prompt('tone', '1.0.0'), one);
		await publish(weather('1.3.0'), one);
		await publish(people.installed('n8n-nodes-troupe', '1.0.0'), one);
		await expect(publish(people.prompt('tone', '1.0.0', { content: 'Hurry, {{who}}.' }), one)).rejects.toMatchObject({
			code: 'MANIFEST_EXISTS',
		});
		await expect(publish(people.installed('n8n-nodes-troupe', '1.0.0', { covers: ['dist'] }), one)).rejects.toMatchObject({
			code: 'MANIFEST_EXISTS',
		});
		const copy = (name: string) =>
			write(
				store,
				sql`insert into manifests (tenant, sha256, sequence, kind, name, version, state, revision, key_id, author, publisher, capabilities, published_at, token)
					select tenant, ${'f'.repeat(64)}, sequence + 100, kind, name, version, state, revision, key_id, author, publisher, capabilities, published_at, token
					from manifests where name = ${name}`,
			);
		for (const name of ['tone', 'n8n-nodes-troupe']) await expect(copy(name)).rejects.toThrow(/unique constraint/i);
		await copy('n8n-nodes-weather');
		const scope = (name: string) => write(store, sql`update manifests set state = 'revoked', scope = 'manifest' where name = ${name}`);
		for (const name of ['tone', 'n8n-nodes-troupe']) await expect(scope(name)).rejects.toThrow(/check constraint/i);
		await scope('n8n-nodes-weather');
		await one.close();
	});

	it('one is revoked by its hash, the others stay, and it does not come back under another signature', async () => {
		const [one, other] = [weather('1.3.0'), weather('1.3.1')];
		await approve(one);
		await approve(other);
		expect(await registry.revoke(bob, one.sha256, { reason: 'old' })).toMatchObject({ state: 'revoked', scope: 'manifest' });
		expect(await snapshotOf()).toMatchObject([
			{ sha256: one.sha256, state: 'revoked', scope: 'manifest', revision: 3 },
			{ sha256: other.sha256, state: 'approved', revision: 2 },
		]);
		await expect(publish(weather('1.3.0', { later: 5 }))).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		expect(await approve(weather('1.3.2'))).toMatchObject({ state: 'approved' });
	});

	it('and with it goes what somebody else signed of the very same files', async () => {
		const { author, second, approver } = people.keys;
		const { roles } = people.rootDocument;
		const given = { author: { keyIds: [author.keyId, second.keyId], threshold: 1 }, approver: { keyIds: [approver.keyId], threshold: 1 } };
		await registry.addRoot(ada, people.edition({ ver: 2, roles: { ...roles, ...given } }));
		const [one, twin, other] = [weather('1.3.0'), weather('1.3.0', { by: second }), weather('1.3.1')];
		for (const manifest of [one, twin, other]) await approve(manifest);
		await registry.revoke(bob, one.sha256, {});
		expect((await snapshotOf()).map(({ sha256, state }) => [sha256, state])).toEqual([
			[one.sha256, 'revoked'],
			[twin.sha256, 'revoked'],
			[other.sha256, 'approved'],
		]);
	});

	it('all are revoked as a version, drafts too, and a later one does not bring it back', async () => {
		const [one, other, draft] = [weather('1.3.0'), weather('1.3.1'), weather('1.3.2')];
		await approve(one);
		await approve(other);
		await publish(draft);
		await registry.revoke(bob, one.sha256, {});
		await approve(weather('1.3.0', { version: '1.0.1' }));
		const revoked = await registry.revokeVersion(bob, { kind: 'package', name: 'n8n-nodes-weather', version: '1.0.0', reason: 'it leaks' });
		expect(revoked.map(({ state, scope, reason }) => [state, scope, reason])).toEqual(Array(3).fill(['revoked', undefined, 'it leaks']));
		expect((await snapshotOf()).map(({ version, state, scope }) => [version, state, scope])).toEqual([
			...Array<unknown>(3).fill(['1.0.0', 'revoked', undefined]),
			['1.0.1', 'approved', undefined],
		]);
		await expect(publish(weather('1.3.3'))).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		const again = await registry.revokeVersion(bob, { kind: 'package', name: 'n8n-nodes-weather', version: '1.0.0' });
		expect(again).toEqual(revoked);
		await expect(registry.revokeVersion(bob, { kind: 'package', name: 'n8n-nodes-weather', version: '9.0.0' })).rejects.toMatchObject({
			code: 'MANIFEST_NOT_FOUND',
		});
	});

	it('are bounded; what was revoked makes place', async () => {
		const all = Array.from({ length: maxManifestsPerVersion }, (_, index) => weather(`2.0.${index}`));
		for (const manifest of all) await publish(manifest);
		const more = weather('3.0.0');
		await expect(publish(more)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', details: { expected: 20, actual: 20 } });
		await registry.revoke(bob, all[0]!.sha256, {});
		expect(await publish(more)).toMatchObject({ state: 'draft' });
	});

	it('are passed over by a roll back, which goes to another version, and by a successor that is left', async () => {
		const [before, one, other] = [weather('1.3.0', { version: '0.9.0' }), weather('1.3.0'), weather('1.3.1')];
		for (const manifest of [before, one, other]) await approve(manifest);
		await registry.deprecate(bob, before.sha256, { successor: '1.0.0' });
		await registry.revoke(bob, one.sha256, {});
		expect((await snapshotOf())[0]).toMatchObject({ state: 'deprecated', successor: '1.0.0' });
		const [next, again] = [weather('1.3.0', { version: '1.1.0' }), weather('1.3.1', { version: '1.1.0' })];
		await approve(next);
		await approve(again);
		expect(await registry.rollBack(bob, { kind: 'package', name: 'n8n-nodes-weather' })).toMatchObject({
			sha256: other.sha256,
			state: 'approved',
		});
		expect((await snapshotOf()).filter(({ version }) => version === '1.1.0')).toMatchObject([
			{ state: 'deprecated', successor: '1.0.0' },
			{ state: 'deprecated', successor: '1.0.0' },
		]);
		await registry.revokeVersion(bob, { kind: 'package', name: 'n8n-nodes-weather', version: '1.0.0' });
		expect((await snapshotOf()).filter(({ successor }) => successor !== undefined)).toEqual([]);
	});

	it('published twice by one author are one, with its state and its approvals', async () => {
		const [tone, later] = [people.prompt('tone', '1.0.0'), people.prompt('tone', '1.0.0', { iat: Math.floor(start / 1000) + 7 })];
		expect(later.sha256).not.toBe(tone.sha256);
		await approve(tone);
		expect(await publish(later)).toMatchObject({ sha256: tone.sha256, state: 'approved', revision: 2 });
		await approve(weather('1.3.0'));
		expect(await publish(weather('1.3.0', { later: 7 }))).toMatchObject({ sha256: weather('1.3.0').sha256, state: 'approved' });
		expect((await registry.audit(ada, { action: 'manifest.published' })).items).toHaveLength(2);
	});

	it('travel in a bundle with their states: one taken back there, a version taken back here', async () => {
		const [one, other] = [weather('1.3.0'), weather('1.3.1')];
		await approve(one);
		await approve(other);
		await registry.revoke(bob, one.sha256, { reason: 'old' });
		const bundle = await registry.exportBundle(ada);
		const there = await open(await databases.create());
		await there.importBundle(carol, bundle);
		expect(await snapshotOf(there)).toMatchObject([
			{ sha256: one.sha256, state: 'revoked', scope: 'manifest' },
			{ sha256: other.sha256, state: 'approved' },
		]);
		const strict = await open(await databases.create());
		await approve(weather('1.3.9'), strict);
		await strict.revokeVersion(bob, { kind: 'package', name: 'n8n-nodes-weather', version: '1.0.0' });
		await strict.importBundle(carol, bundle);
		expect((await snapshotOf(strict)).map(({ sha256, state }) => [sha256, state])).toEqual([[weather('1.3.9').sha256, 'revoked']]);
		await Promise.all([there.close(), strict.close()]);
	});
});
