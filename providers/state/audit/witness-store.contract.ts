import { type Submission, formatAddCheckpoint, readSubmission } from '../../../core/audit/witness/add-checkpoint';
import { parseSignedCheckpoint, signCheckpoint } from '../../../core/audit/checkpoint';
import { createSigner } from '../../../core/audit/note-key';
import { formatNote, parseNote, parseSignature, verifyNote } from '../../../core/audit/signed-note';
import { naiveConsistency, naiveRoot } from '../../../test/support/naive-tree';
import { openTestAuditKeys } from '../../../test/support/audit-keys';
import { openStateDatabase } from '../../database/state-database';
import { type AuditStore, openAuditStore } from './audit-store';
import { witnessSchema } from './witness-schema';
import { openWitnessStore, type WitnessStore } from './witness-store';

const origin = 'example.com/log';
const log = createSigner(origin, 'note', Buffer.alloc(32, 7));
const now = Date.UTC(2026, 0, 1) + 123;
const entriesOf = (size: number, branch = '') =>
	Array.from({ length: size }, (_, index) => Buffer.from(`${index < 4 ? '' : branch}${index}`));

/** Makes a request of the log, or of a fork of it, whose entries differ from the fourth on. */
function submit(old: number, size: number, branch = ''): Submission {
	const entries = entriesOf(size, branch);
	const checkpoint = signCheckpoint({ origin, size: BigInt(size), root: naiveRoot(entries) }, log);
	const proof = old === 0 || old === size ? [] : naiveConsistency(old, entries);
	return readSubmission(formatAddCheckpoint({ old: BigInt(old), proof, checkpoint }), [log.key]) as Submission;
}

/** Describes what every witness does, whatever database it is in. */
export function describeWitnessStore(create: () => Promise<string>): void {
	let place: string;
	let store: WitnessStore;
	let audit: AuditStore;
	beforeEach(async () => {
		place = await create();
		store = openWitnessStore(place, openTestAuditKeys);
		audit = openAuditStore(place, openTestAuditKeys);
	});
	afterEach(() => Promise.all([store.close(), audit.close()]));
	const cosign = async (submission: Submission, by = store) => by.cosign(submission, (await openTestAuditKeys()).witness(), now);
	const change = async (sql: string) => {
		const database = openStateDatabase(place, witnessSchema);
		await database.change('default', (connection) => connection.run(sql));
		await database.close();
	};

	it('begins a log again once somebody resets it, and notes who did it', async () => {
		const signer = createSigner('example.com/w', 'cosignature', Buffer.alloc(32, 8));
		expect(await store.cosign(submit(0, 9), signer, now)).toMatchObject({ status: 200 });
		expect(await store.cosign(submit(0, 5, 'x'), signer, now)).toMatchObject({ status: 409 });
		const act = { by: 'user:ana', reason: 'an older backup', at: now };
		expect(await store.reset('example.com/other', act)).toBeUndefined();
		expect((await store.reset(origin, act))?.note).toContain(`${origin}\n9\n`);
		expect(await store.read(origin)).toBeUndefined();
		expect(await store.cosign(submit(0, 5, 'x'), signer, now)).toMatchObject({ status: 200 });
		await audit.sequence('default');
		const { entries } = await audit.search('default', { limit: 9 });
		expect(entries.map(({ leaf }) => (JSON.parse(leaf) as { action: string }).action)).toEqual(['witness.reset']);
		expect(entries.map(({ leaf }) => leaf).join()).not.toContain('older backup');
	});

	it('cosigns with a time what goes on from what it cosigned, also after it was opened again', async () => {
		const first = await cosign(submit(0, 5));
		expect(first).toMatchObject({ status: 200 });
		const witness = (await openTestAuditKeys()).witness().key;
		const { text } = submit(0, 5).note;
		const signatures = [parseSignature((first as { lines: string }).lines.trimEnd(), 1)];
		expect(verifyNote({ text, signatures }, [witness])).toEqual([{ key: witness, time: BigInt(Math.floor(now / 1_000)) }]);
		await store.close();
		expect(await cosign(submit(0, 9))).toMatchObject({ status: 409, size: 5n });
		expect(await cosign(submit(5, 9))).toMatchObject({ status: 200 });
		const { note } = (await store.read(origin))!;
		expect(parseSignedCheckpoint(note!).checkpoint.size).toBe(9n);
		expect(verifyNote(parseNote(note!), [log.key, witness])).toHaveLength(2);
	});

	it('never cosigns two logs, however many processes ask at the same time', async () => {
		const stores = [store, ...Array.from({ length: 3 }, () => openWitnessStore(place, openTestAuditKeys))];
		await cosign(submit(0, 4));
		const requests = Array.from({ length: 24 }, (_, number) => submit(4, 8 + (number % 3), number % 2 === 0 ? '' : 'fork '));
		const answers = await Promise.all(requests.map((request, number) => cosign(request, stores[number % 4])));
		const cosigned = requests.filter((_, number) => answers[number]!.status === 200);
		expect(answers.filter(({ status }) => status !== 200 && status !== 409 && status !== 422)).toEqual([]);
		expect(cosigned).toHaveLength(1);
		const { note } = (await store.read(origin))!;
		expect(parseNote(note!).text).toBe(cosigned[0]!.note.text);
		await Promise.all(stores.slice(1).map((one) => one.close()));
	});

	it('never goes back to a shorter log, whichever request is stored last', async () => {
		await cosign(submit(0, 4));
		const answers = await Promise.all([submit(4, 20), submit(4, 6), submit(4, 12)].map((one) => cosign(one)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
	});

	it('cosigns the same checkpoint again, with the time of that moment (transparency-dev/witness#278)', async () => {
		await cosign(submit(0, 5));
		const again = await store.cosign(submit(5, 5), (await openTestAuditKeys()).witness(), now + 60_000);
		const signature = parseSignature((again as { lines: string }).lines.trimEnd(), 1);
		expect(signature.signature.readBigUInt64BE()).toBe(BigInt(Math.floor(now / 1_000)) + 60n);
		expect(parseNote((await store.read(origin))!.note!).signatures.at(-1)).toEqual(signature);
	});

	it('repeats a cosignature of the last minute, so that requests without end write nothing', async () => {
		const first = await cosign(submit(0, 5));
		const { note } = (await store.read(origin))!;
		const witness = (await openTestAuditKeys()).witness();
		expect(await store.cosign(submit(5, 5), witness, now + 59_000)).toEqual(first);
		expect((await store.read(origin))!.note).toBe(note);
		expect(await store.cosign(submit(5, 6), witness, now + 59_000)).toMatchObject({ status: 200 });
		expect(await store.cosign(submit(5, 5, 'fork '), witness, now)).toMatchObject({ status: 409, size: 6n });
	});

	it('keeps two checkpoints of one size with different roots as proof of a fork, and notes it once', async () => {
		await cosign(submit(0, 6));
		for (let times = 0; times < 3; times += 1) expect(await cosign(submit(6, 6, 'fork '))).toMatchObject({ status: 409, size: 6n });
		const { note, refused, refusedAt } = (await store.read(origin))!;
		expect([parseNote(refused!).text, refusedAt]).toEqual([submit(6, 6, 'fork ').note.text, now]);
		expect(parseNote(note!).text).toBe(submit(6, 6).note.text);
		expect(verifyNote(parseNote(refused!), [log.key])).toHaveLength(1);
		await audit.sequence('default');
		const { entries } = await audit.search('default', { limit: 10 });
		expect(entries.map(({ leaf }) => (JSON.parse(leaf) as { action: string }).action)).toEqual(['witness.refused']);
	});

	it('takes a proof that fails for no proof of a fork: anybody can send a checkpoint with another proof', async () => {
		await cosign(submit(0, 6));
		expect(await cosign({ ...submit(6, 9), proof: [Buffer.alloc(32)] })).toMatchObject({ status: 422 });
		expect(await store.read(origin)).toEqual({ origin, note: expect.any(String) as string });
		expect(await cosign(submit(6, 9))).toMatchObject({ status: 200 });
	});

	it('cosigns nothing where somebody changed what it cosigned last, who has not its key', async () => {
		await cosign(submit(0, 6));
		const stranger = createSigner((await openTestAuditKeys()).witness().key.name, 'cosignature', Buffer.alloc(32, 1));
		await store.cosign(submit(0, 6), stranger, now).catch(() => undefined);
		await change(`UPDATE witnessed_log SET note = '${formatNote(submit(0, 4).note)}'`);
		await expect(cosign(submit(4, 9, 'fork '))).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
		await change("UPDATE witnessed_log SET note = 'garbage'");
		await expect(cosign(submit(0, 9))).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
	});
}
