import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditedRegistry } from '../../../test/support/registry/audited-registry';
import { ada, bob, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../../../test/support/registry/registry-people';
import type { SnapshotDocument } from '../../documents/snapshot-document';
import type { Registry } from '../registry';
import { listLabels } from '../resolve/snapshot-labels';
import { openStore } from '../store/open-store';
import { listLabelsOf } from './change-labels';
import { slowTest } from '../../../test/support/slow-tests';

describe('labels of versions', () => {
	let folder: string;
	let people: RegistryPeople;
	let registry: Registry;
	let other: Registry;
	const of = { kind: 'prompt' as const, name: 'tone', label: 'production' };
	const tones: Record<string, SignedManifest> = {};

	beforeAll(async () => {
		people = await gatherPeople();
	});
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-labels-'));
		const open = () => openAuditedRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
		// As two processes of `troupe serve` on one database.
		[registry, other] = [await open(), await open()];
		for (const version of ['1.0.0', '1.1.0']) {
			const tone = (tones[version] = people.prompt('tone', version, { content: `Be ${version.replaceAll('.', ' ')} to {{who}}.` }));
			await registry.publish(ada, { token: tone.token });
			await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
		}
	});
	afterEach(async () => {
		await registry.close();
		await other.close();
		rmSync(folder, { recursive: true });
	});

	const set = (version: string, more: object = {}, one = registry) => one.setLabel(bob, { ...of, version, ...more });
	const inSnapshot = async () => listLabels(claimsOf<SnapshotDocument>((await registry.snapshot(ada))!.token));

	it('of a version that is revoked afterwards go on pointing to it, and say so (mlflow/mlflow#24825)', async () => {
		await set('1.1.0');
		await registry.revoke(bob, tones['1.1.0']!.sha256, { reason: 'leaks' });
		expect((await registry.labels(ada, {})).items).toMatchObject([{ version: '1.1.0', state: 'revoked' }]);
		expect(await registry.resolve(ada, { kind: 'prompt', name: 'tone', range: 'production' })).toEqual([]);
		expect((await registry.drill(ada, { sha256: tones['1.0.0']!.sha256 })).stops[0]).not.toHaveProperty('labels');
	});

	it('tell in an event from where they moved to where; one that is removed is at no version', async () => {
		await set('1.0.0');
		await set('1.1.0');
		await registry.removeLabel(bob, of);
		await set('1.0.0');
		const told: object[] = [];
		for await (const { type, about } of registry.events(ada, 0, new AbortController().signal, { follow: false }))
			if (type === 'label.changed') told.push(about);
		expect(told).toEqual([
			{ ...of, version: '1.0.0' },
			{ ...of, version: '1.1.0', from: '1.0.0' },
			{ ...of, from: '1.1.0' },
			{ ...of, version: '1.0.0' },
		]);
	});

	it('are listed with the states of their versions by one query for each kind, however many there are', async () => {
		for (const label of ['canary', 'stable', 'staging']) await set('1.0.0', { label });
		await set('1.1.0');
		await registry.deprecate(bob, tones['1.0.0']!.sha256, {});
		const store = await openStore(join(folder, 'registry.db'));
		try {
			const asked: string[] = [];
			const listed = await store.read(ada.tenant, (connection) => {
				const counted = new Proxy(connection, {
					get(target, key) {
						const value: unknown = Reflect.get(target, key, target);
						return key === 'selectFrom' ? (table: 'labels') => (asked.push(table), target.selectFrom(table)) : value;
					},
				});
				return listLabelsOf(counted, {});
			});
			expect(listed.items.map(({ label, state }) => `${label} ${state}`)).toEqual([
				'canary deprecated',
				'production approved',
				'stable deprecated',
				'staging deprecated',
			]);
			expect(asked).toEqual(['labels', 'manifests']);
		} finally {
			await store.close();
		}
	});

	slowTest('that were removed are forgotten beyond 5,000, the oldest first, and never come back with a lower revision', async () => {
		const store = await openStore(join(folder, 'registry.db'));
		try {
			await set('1.0.0', { label: 'canary' });
			const removed = Array.from({ length: 4_999 }, (_, at) => ({
				...{ ...of, label: `removed-${at + 1}`, version: null, revision: at === 0 ? 40 : 2, reason: null },
				...{ changed_at: new Date(Date.UTC(2026, 0, 1) + at).toISOString(), changed_by: 'bob' },
			}));
			await store.change(ada.tenant, async (connection) => {
				for (let from = 0; from < removed.length; from += 500)
					await connection
						.insertInto('labels')
						.values(removed.slice(from, from + 500))
						.execute();
			});
			expect(await set('1.0.0', { label: 'removed-2' })).toMatchObject({ revision: 3 });
			expect(await set('1.0.0', { revision: 0 })).toMatchObject({ revision: 41 });
			expect(await set('1.1.0', { label: 'removed-1' })).toMatchObject({ revision: 42 });
			const rows = await store.read(ada.tenant, (connection) =>
				connection.selectFrom('labels').select('label').orderBy('changed_at').execute(),
			);
			expect(rows).toHaveLength(5_000);
			expect(rows[0]).toEqual({ label: 'removed-4' });
			expect((await inSnapshot()).map(({ label }) => label).sort()).toEqual(['canary', 'production', 'removed-1', 'removed-2']);
		} finally {
			await store.close();
		}
	});

	slowTest('are moved by one of two at once, where both say which revision they read (PostHog/posthog#70862)', async () => {
		await set('1.0.0');
		const moves = await Promise.allSettled([
			set('1.1.0', { revision: 1 }),
			other.removeLabel(bob, { ...of, revision: 1 }),
			set('1.1.0', { revision: 1 }, other),
		]);
		const lost = moves.filter((move) => move.status === 'rejected').map(({ reason }) => (reason as { code: string }).code);
		expect(lost).toEqual(expect.arrayContaining(['STATE_CONFLICT']));
		const [left] = await inSnapshot();
		expect(left === undefined || left.revision === 2).toBe(true);
		await expect(set('1.0.0', { revision: 0 })).rejects.toMatchObject({ code: 'STATE_CONFLICT', details: { expected: 0, actual: 2 } });
	});
});
