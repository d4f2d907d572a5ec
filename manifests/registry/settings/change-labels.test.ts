import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditedRegistry } from '../../../test/support/registry/audited-registry';
import { ada, bob, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../../../test/support/registry/registry-people';
import type { SnapshotDocument } from '../../documents/snapshot-document';
import type { Registry } from '../registry';
import { listLabels } from '../resolve/snapshot-labels';

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

	it('are moved by one of two at once, where both say which revision they read (PostHog/posthog#70862)', async () => {
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
