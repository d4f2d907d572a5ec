import type { AuditEntry } from '../../../core/audit/audit-leaf';
import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from '../../../core/audit/tlog-proof';
import { verifyConsistency } from '../../../core/audit/verify-proof';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeAuditKeys } from '../../compose/state/host-audit';
import { openStateDatabase, type StateConnection, type StateDatabase } from '../../database/state-database';
import { workSchema } from '../work/work-schema';
import { addWork } from '../work/work-rows';
import { appendAudit } from './append-audit';
import { auditSchema, entriesLevel } from './audit-schema';
import { type AuditStore, openAuditStore } from './audit-store';

const keys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 3)));
const strangers = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 4)));
const start = Date.UTC(2026, 0, 1);

const entry = (number: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
	tenant: 'acme',
	at: start + number * 1_000,
	action: 'agent.executed',
	outcome: 'completed',
	who: { kind: 'user', value: 'ana@example.com', subject: { kind: 'subject', id: 'ana' } },
	object: { kind: 'agent', value: 'support', hash: 'ab12' },
	details: { kind: 'run', value: { number } },
	...more,
});
const range = (count: number, from = 0) => Array.from({ length: count }, (_, place) => entry(from + place));

/** Describes what every audit log does, whatever database it is in. */
export function describeAuditStore(create: () => Promise<string>): void {
	let place: string;
	let store: AuditStore;
	let database: StateDatabase;
	beforeEach(async () => {
		place = await create();
		store = openAuditStore(place, () => Promise.resolve(keys));
		database = openStateDatabase(place, [auditSchema, workSchema]);
	});
	afterEach(() => Promise.all([store.close(), database.close()]));

	const change = (act: (connection: StateConnection) => Promise<unknown>) => database.change('acme', act);
	async function fill(count: number, batch = count): Promise<void> {
		for (let at = 0; at < count; at += batch) {
			await store.append(range(Math.min(batch, count - at), at));
			await store.sequence('acme');
		}
	}
	const checkpoint = async () => parseSignedCheckpoint((await store.sequence('acme'))!.note).checkpoint;

	it('writes an entry in the transaction of what it tells about, or not at all', async () => {
		const work = { tenant: 'acme', kind: 'run-notice', key: 'one', dueAt: 1 };
		await change(async (connection) => {
			await addWork(connection, work);
			await appendAudit(connection, [entry(0)], keys);
		});
		const failed = change(async (connection) => {
			await appendAudit(connection, [entry(1)], keys);
			throw new Error('the change failed');
		});
		await expect(failed).rejects.toThrow('the change failed');
		expect(await store.sequence('acme')).toMatchObject({ size: 1 });
		expect(await store.verify('acme')).toEqual({ entries: 1 });
	});

	it('gives entries their index in batches, across tiles, and lists the last ones first', async () => {
		await fill(600, 130);
		expect(await store.verify('acme')).toEqual({ entries: 600 });
		const listed = (await store.search('acme', { limit: 300 })).entries;
		expect(listed.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_, place) => 599 - place));
		expect((await store.search('acme', { limit: 9, before: 2 })).entries.map(({ index }) => index)).toEqual([1, 0]);
		expect(JSON.parse(listed[0]!.leaf)).toMatchObject({
			action: 'agent.executed',
			at: '2026-01-01T00:09:59.000Z',
			details: { value: { number: 599 } },
		});
		expect(Object.values(listed[0]!.values)).toEqual(['ana@example.com']);
	});

	it('looks at nothing before a whole bundle of entries that are older than what is asked for, but past a few with a wrong clock', async () => {
		const hours = (number: number, at: number) => entry(number, { at: start + at * 3_600_000 });
		await store.append(Array.from({ length: 1024 }, (_, number) => hours(number, number < 768 ? 0 : 48)));
		await store.append([hours(1024, -9_000), hours(1025, 47.9), hours(1026, 48)]);
		await store.sequence('acme');
		// A search that reads them fails.
		await change((connection) => connection.run(`DELETE FROM audit_tile WHERE tenant = 'acme' AND level = ? AND place < 2`, entriesLevel));
		const from = start + 48 * 3_600_000;
		const page = await store.search('acme', { from, limit: 1_000 });
		expect([page.entries.length, page.next, page.entries.at(-1)!.index]).toEqual([257, undefined, 768]);
		// Within the slack.
		await expect(store.search('acme', { from: start + 1_800_000, limit: 1_000 })).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
	});

	it('keeps what names a person out of the leaf, and each commitment different', async () => {
		await fill(2);
		const listed = (await store.search('acme', { limit: 9 })).entries;
		expect(listed.map(({ leaf }) => leaf).join('')).not.toContain('ana');
		expect(new Set(listed.flatMap(({ values }) => Object.keys(values))).size).toBe(2);
	});

	it('proves entries, and an earlier log, to whoever has the key of the log', async () => {
		await fill(300);
		const earlier = await checkpoint();
		const receipt = formatTlogProof(await store.prove('acme', 123));
		await store.append(range(77, 300));
		const later = await checkpoint();
		const key = keys.signerOf('acme').key;
		const proof = parseTlogProof(receipt);
		expect(verifyTlogProof(proof, proof.extra!, [key])).toMatchObject({ checkpoint: { size: 300n } });
		expect(verifyTlogProof(proof, proof.extra!, [key]).problem).toBe(undefined);
		expect(() => verifyTlogProof(proof, proof.extra!, [strangers.signerOf('acme').key])).toThrow('not signed');
		const consistency = await store.proveConsistency('acme', 300);
		expect(verifyConsistency({ size1: 300n, size2: 377n, root1: earlier.root, root2: later.root, proof: consistency })).toBe(undefined);
	});

	it('proves an entry in the tree of the checkpoint, not of what came after it (zerkerlabs/treeship#191)', async () => {
		await fill(5);
		await store.append(range(3, 5));
		const proof = await store.prove('acme', 2);
		expect(verifyTlogProof(proof, proof.extra!, [keys.signerOf('acme').key]).problem).toBe(undefined);
		await expect(store.prove('acme', 6)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(store.prove('globex', 0)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('proves an entry in the tree of an earlier checkpoint, after the log has grown', async () => {
		for (const [count, index] of [
			[5, 3],
			[300, 3],
			[300, 299],
		] as const) {
			await fill(count);
			const earlier = (await store.sequence('acme'))!;
			await store.append(range(7, 1_000));
			await store.sequence('acme');
			const proof = await store.prove('acme', index, earlier);
			expect(verifyTlogProof(proof, proof.extra!, [keys.signerOf('acme').key])).toMatchObject({
				checkpoint: { size: BigInt(earlier.size) },
			});
		}
	});

	it('begins with an empty log, and goes on from there (sigstore/rekor-monitor#698)', async () => {
		expect([await store.sequence('acme'), await store.verify('acme'), (await store.search('acme', { limit: 9 })).entries]).toEqual([
			undefined,
			{ entries: 0 },
			[],
		]);
		await fill(1);
		expect(
			await store.verify('acme', [
				{ size: 0, root: Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex') },
			]),
		).toEqual({
			entries: 1,
		});
	});

	it('has a log of its own for each tenant', async () => {
		await store.append([entry(0)]);
		await store.append([entry(0, { tenant: 'globex' }), entry(1, { tenant: 'globex' })]);
		expect([await store.sequence('acme'), await store.sequence('globex')]).toMatchObject([{ size: 1 }, { size: 2 }]);
		const [own, theirs] = ['acme', 'globex'].map((tenant) => keys.signerOf(tenant).key);
		expect(own!.name).not.toBe(theirs!.name);
		expect(own!.publicKey).not.toEqual(theirs!.publicKey);
	});

	it('forgets a person, and every proof goes on verifying', async () => {
		await store.append([entry(0), entry(1, { who: { kind: 'user', value: 'bia', subject: { kind: 'subject', id: 'bia' } } })]);
		await store.sequence('acme');
		const before = await store.prove('acme', 0);
		const { forgetting } = auditSchema;
		const pseudonym = keys.pseudonym('acme', { kind: 'subject', id: 'ana' });
		const whom = { tenant: 'acme', pseudonyms: [pseudonym], pseudonym: () => pseudonym, now: start };
		expect(await database.change('acme', (connection) => forgetting!.remove(connection, whom))).toBe(1);
		expect((await store.search('acme', { limit: 9 })).entries.map(({ values }) => Object.values(values))).toEqual([['bia'], []]);
		expect(await store.verify('acme')).toEqual({ entries: 2 });
		expect(verifyTlogProof(before, before.extra!, [keys.signerOf('acme').key]).problem).toBe(undefined);
		const left = await database.read('acme', (connection) => connection.all('SELECT subject FROM audit_key'));
		expect(left).toEqual([{ subject: keys.pseudonym('acme', { kind: 'subject', id: 'bia' }) }]);
	});

	it('forgets a person whose entry still waits, and keeps what the others of its row committed to', async () => {
		const bia = { kind: 'user', value: 'bia@example.com', subject: { kind: 'subject', id: 'bia' } } as const;
		await store.append([entry(0, { object: bia }), entry(1, { who: bia }), entry(2)]);
		const pseudonym = keys.pseudonym('acme', { kind: 'subject', id: 'ana' });
		const whom = { tenant: 'acme', pseudonyms: [pseudonym], pseudonym: () => pseudonym, now: start };
		expect(await database.change('acme', (connection) => auditSchema.forgetting!.remove(connection, whom))).toBe(2);
		expect(await database.change('acme', (connection) => auditSchema.forgetting!.remove(connection, whom))).toBe(0);
		await store.sequence('acme');
		expect((await store.search('acme', { limit: 9 })).entries.map(({ values }) => Object.values(values))).toEqual([
			[],
			['bia@example.com'],
			['bia@example.com'],
		]);
		expect(await store.verify('acme')).toEqual({ entries: 3 });
	});

	it('removes data that is old, and keeps its leaves', async () => {
		await fill(4);
		expect(await store.clean('acme', start + 2_000)).toBe(2);
		expect((await store.search('acme', { limit: 9 })).entries.map(({ values }) => Object.keys(values).length)).toEqual([1, 1, 0, 0]);
		expect(await store.verify('acme')).toEqual({ entries: 4 });
	});

	it('gives every entry one index when processes append and sequence at the same time', async () => {
		const others = [0, 1, 2].map(() => openAuditStore(place, () => Promise.resolve(keys)));
		const append = async (one: AuditStore, from: number) => {
			for (let number = 0; number < 20; number += 1) {
				await one.append([entry(from + number, { at: start })]);
				await one.sequence('acme');
			}
		};
		await Promise.all(others.map((one, place) => append(one, place * 20)));
		await Promise.all(others.map((one) => one.close()));
		const numbers = (await store.search('acme', { limit: 99 })).entries.map(
			({ leaf }) => (JSON.parse(leaf) as { details: { value: { number: number } } }).details.value.number,
		);
		expect(numbers.sort((one, other) => one - other)).toEqual(Array.from({ length: 60 }, (_, number) => number));
		expect(await store.verify('acme')).toEqual({ entries: 60 });
	});

	it('refuses an entry that does not fit, and stores nothing of its transaction', async () => {
		for (const wrong of [
			{ action: 'Agent executed' },
			{ outcome: '' },
			{ at: NaN },
			{ details: { kind: 'text', value: 'x'.repeat(70_000) } },
			{ details: { kind: 'text', value: undefined, hash: 'x'.repeat(70_000) } },
		])
			await expect(store.append([entry(0), entry(1, wrong)])).rejects.toMatchObject({ code: expect.stringMatching(/^INPUT_/) as string });
		expect(await store.sequence('acme')).toBe(undefined);
	});
}
