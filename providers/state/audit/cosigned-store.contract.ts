import { cosignNote } from '../../../test/fakes/witness-server';
import { createSigner } from '../../../core/audit/note-key';
import { parseNote } from '../../../core/audit/signed-note';
import type { TlogPolicy } from '../../../core/audit/witness/tlog-policy';
import type { WitnessAnswer } from '../../../core/audit/witness/witness-answer';
import { openTestAuditKeys } from '../../../test/support/audit-keys';
import { openStateDatabase } from '../../database/state-database';
import { auditSchema } from './audit-schema';
import { type AuditStore, openAuditStore } from './audit-store';
import { verifyCosignatures } from './cosigned-rows';
import { type CosignedStore, openCosignedStore } from './cosigned-store';
import type { AuditHead } from './tile-rows';

const signers = [1, 2, 3].map((seed) => createSigner(`w${seed}.example`, 'cosignature', Buffer.alloc(32, seed)));
const keys = signers.map(({ key }) => key);
const [one, two, three] = signers;
const policy: TlogPolicy = {
	logs: [],
	witnesses: keys.map((key) => ({ name: key.name, key })),
	quorum: 'two',
	groups: new Map([['two', { needed: 2, members: keys.map(({ name }) => name) }]]),
};
const start = Date.UTC(2026, 0, 1);

/** Describes how a log has its checkpoints cosigned, whatever database it is in. */
export function describeCosignedStore(create: () => Promise<string>): void {
	let place: string;
	let audit: AuditStore;
	let store: CosignedStore;
	let now: number;
	beforeEach(async () => {
		place = await create();
		audit = openAuditStore(place, openTestAuditKeys);
		store = openCosignedStore(place);
		now = start;
	});
	afterEach(() => Promise.all([audit.close(), store.close()]));

	async function grow(count: number, tenant = 'acme'): Promise<AuditHead> {
		await audit.append(
			Array.from({ length: count }, (_, at) => ({ tenant, at: now + at, action: 'a.b', outcome: 'success', who: { kind: 'system' } })),
		);
		return (await audit.sequence(tenant))!;
	}
	const cosigned = (signer: (typeof signers)[number], { note }: AuditHead): WitnessAnswer => ({
		outcome: 'cosigned',
		time: 1n,
		signature: cosignNote(parseNote(note).text, 1n, signer),
	});
	const keep = (
		signer: (typeof signers)[number],
		head: AuditHead,
		answer = cosigned(signer, head),
		more: { size?: number; attempts?: number } = {},
	) => store.keep('acme', head, { key: signer.key, size: 0, attempts: 0, random: 1, ...more, answer }, policy, now);
	const due = async () => (await store.take('acme', keys, now))?.due.map(({ key }) => key.name) ?? [];

	it('lists the logs with a checkpoint that a witness has not cosigned, and has each asked once at a time', async () => {
		expect(await store.listDue(keys, now)).toEqual([]);
		const head = await grow(3);
		await grow(1, 'globex');
		expect((await store.listDue(keys, now)).sort()).toEqual(['acme', 'globex']);
		expect(await due()).toEqual(keys.map(({ name }) => name));
		expect(await due()).toEqual([]);
		for (const signer of signers) await keep(signer, head);
		expect(await store.listDue(keys, now)).toEqual(['globex']);
		now += 3_600_000;
		expect(await store.listDue(keys, now)).toEqual(['globex']);
		await grow(1);
		expect((await store.listDue(keys, now)).sort()).toEqual(['acme', 'globex']);
	});

	it('has a log that does not grow cosigned again once a day, so that it is known to be watched (transparency-dev/witness#283)', async () => {
		const head = await grow(3);
		await due();
		for (const signer of signers) await keep(signer, head);
		now += 23 * 3_600_000;
		expect([await store.listDue(keys, now), await due()]).toEqual([[], []]);
		now += 3_600_000;
		expect([await store.listDue(keys, now), await due()]).toEqual([['acme'], keys.map(({ name }) => name)]);
	});

	it('counts a quorum by different witnesses, and drops checkpoints before it', async () => {
		const first = await grow(3);
		await due();
		await keep(one!, first);
		await keep(one!, first);
		expect(await store.list('acme')).toMatchObject([{ size: 3, isQuorum: false }]);
		const second = await grow(2);
		await keep(two!, second);
		await keep(three!, second);
		const [newest, ...others] = await store.list('acme');
		expect([newest!.size, newest!.isQuorum, others]).toEqual([5, true, []]);
		expect(verifyCosignatures(newest!.note, keys).map(({ name }) => name)).toEqual(['w2.example', 'w3.example']);
		const third = await grow(2);
		await keep(one!, third);
		expect((await store.list('acme')).map(({ size, isQuorum }) => [size, isQuorum])).toEqual([
			[7, false],
			[5, true],
		]);
	});

	it('asks a witness that fails less and less often, and those that work together, for one checkpoint (transparency-dev/witness#414)', async () => {
		const head = await grow(3);
		await due();
		await keep(one!, head);
		await keep(two!, head);
		const changes = [];
		for (let attempts = 0; attempts < 3; attempts += 1)
			changes.push(await keep(three!, head, { outcome: 'failed', reason: 'UNREACHABLE' }, { attempts }));
		expect(changes.map((change) => [change?.before, change?.state])).toEqual([
			['new', 'late'],
			[undefined, 'late'],
			[undefined, 'late'],
		]);
		now += 19_000;
		await grow(1);
		expect(await due()).toEqual(['w1.example', 'w2.example']);
		now += 61_000;
		expect(await due()).toEqual(keys.map(({ name }) => name));
		expect(await store.listFailing()).toMatchObject([{ state: 'late', since: start }]);
		expect(await keep(three!, (await audit.sequence('acme'))!)).toMatchObject({ before: 'late', state: 'cosigned' });
		expect(await store.listFailing()).toEqual([]);
	});

	it('tells a witness that cosigned a longer log, or another one, from one that does not know the log', async () => {
		const head = await grow(3);
		await due();
		expect(await keep(one!, head, { outcome: 'behind', size: 9n })).toMatchObject({ state: 'refused', reason: 'it cosigned 9 entries' });
		expect(await keep(two!, head, { outcome: 'refused', reason: '422' })).toMatchObject({ state: 'refused', reason: '422' });
		expect(await keep(three!, head, { outcome: 'unlisted', reason: '404' })).toMatchObject({ state: 'late', reason: '404' });
		// Another process had a newer checkpoint cosigned in between.
		await grow(9);
		expect(await keep(one!, head, { outcome: 'behind', size: 9n })).toMatchObject({ state: 'late', before: 'refused' });
	});

	it('keeps nothing of a tenant that was removed while its witness was asked', async () => {
		expect(await keep(one!, await grow(1))).toBe(undefined);
		expect(await store.list('acme')).toEqual([]);
	});

	it('replaces what was cosigned of another log with the same size, such as that before a restore', async () => {
		const head = await grow(3);
		await due();
		await keep(one!, head);
		const restored = { size: 3, note: head.note.replace(/\n([A-Za-z\d+/]{43}=)\n/, `\n${Buffer.alloc(32).toString('base64')}\n`) };
		await keep(two!, restored);
		const [only, ...others] = await store.list('acme');
		expect([verifyCosignatures(only!.note, keys).map(({ name }) => name), others]).toEqual([['w2.example'], []]);
	});

	it('shows a log that was put back, and has the same size again, to those who cosigned the other one', async () => {
		const head = await grow(3);
		await due();
		for (const signer of signers) await keep(signer, head);
		const database = openStateDatabase(place, auditSchema);
		for (const table of ['audit_tile', 'audit_head'])
			await database.change('acme', (connection) => connection.run(`DELETE FROM ${table} WHERE tenant = 'acme'`));
		await database.close();
		now += 20_000;
		const other = await grow(3);
		expect([other.size, other.note === head.note]).toEqual([3, false]);
		expect(await store.listDue(keys, now)).toEqual(['acme']);
		expect(await due()).toEqual(keys.map(({ name }) => name));
		await keep(one!, other);
		now += 61_000;
		expect(await store.listDue(keys, now)).toEqual(['acme']);
		expect(await due()).toEqual(['w2.example', 'w3.example']);
	});

	it('keeps no more than a hundred checkpoints while too few witnesses answer', async () => {
		await grow(1);
		await due();
		for (let count = 0; count < 103; count += 1) await keep(one!, await grow(1));
		expect((await store.list('acme')).map(({ size }) => size)).toEqual(Array.from({ length: 100 }, (_, place) => 104 - place));
	});
}
