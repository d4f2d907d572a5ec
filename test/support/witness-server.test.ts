import { naiveConsistency, naiveRoot } from './naive-tree';
import { formatAddCheckpoint } from '../../core/audit/witness/witness-answer';
import { cosignNote, judgeSubmission, parseAddCheckpoint, readSubmission, type Submission } from '../fakes/witness-server';
import { formatCheckpoint, signCheckpoint } from '../../core/audit/checkpoint';
import { emptyRoot } from '../../core/audit/hashes';
import { createSigner, type NoteSigner } from '../../core/audit/note-key';
import { formatNote, parseNote, signNote } from '../../core/audit/signed-note';

const log = createSigner('example.com/log', 'note', Buffer.alloc(32, 7));
const other = createSigner('example.com/log', 'note', Buffer.alloc(32, 8));
const entries = Array.from({ length: 70 }, (_, index) => Buffer.from(`entry ${index}`));
const rootOf = (size: number) => naiveRoot(entries.slice(0, size));
const noteOf = (size: number, root = rootOf(size), signer: NoteSigner = log) =>
	signCheckpoint({ origin: 'example.com/log', size: BigInt(size), root }, signer);
const proofOf = (old: number, size: number) => (old === 0 || old === size ? [] : naiveConsistency(old, entries.slice(0, size)));
const bodyOf = (old: number, size: number, proof = proofOf(old, size), checkpoint = noteOf(size)) =>
	formatAddCheckpoint({ old: BigInt(old), proof, checkpoint });
const read = (body: string | Buffer, keys = [log.key]) => readSubmission(body, keys);
const judge = (body: string, size?: number, root = rootOf(size ?? 0)) => {
	const submission = read(body);
	if ('status' in submission) return submission.status;
	return judgeSubmission(submission, size === undefined ? undefined : { size: BigInt(size), root })?.status ?? 200;
};

it('writes the request of the specification byte for byte, and reads it back', () => {
	const proof = ['PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=', 'jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk='];
	const checkpoint =
		'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPIC\n';
	const body = `old 20852014\n${proof.join('\n')}\n\n${checkpoint}`;
	const parsed = parseAddCheckpoint(body);
	expect(parsed).toEqual({ old: 20852014n, proof: proof.map((hash) => Buffer.from(hash, 'base64')), checkpoint });
	expect(formatAddCheckpoint(parsed)).toBe(body);
});

it('cosigns the first checkpoint, one that goes on from it or from an empty log, and the same one again (transparency-dev/witness#265)', () => {
	expect([judge(bodyOf(0, 5)), judge(bodyOf(5, 70), 5), judge(bodyOf(64, 70), 64), judge(bodyOf(5, 5), 5)]).toEqual([200, 200, 200, 200]);
	expect(judge(bodyOf(0, 0, [], noteOf(0, emptyRoot())))).toBe(200);
	expect(judge(bodyOf(0, 9), 0, emptyRoot())).toBe(200);
});

it('answers 409 with the size that it cosigned, whether the client knows a smaller or a larger one', () => {
	for (const old of [0, 3, 9]) {
		const submission = read(bodyOf(old, 20)) as Submission;
		expect(judgeSubmission(submission, { size: 7n, root: rootOf(7) })).toMatchObject({ status: 409, size: 7n });
	}
	expect(judgeSubmission(read(bodyOf(5, 20)) as Submission, undefined)).toMatchObject({ status: 409, size: 0n });
});

it('answers 409 with the size to another root of the size that it cosigned', () => {
	const fork = read(bodyOf(5, 5, [], noteOf(5, rootOf(6)))) as Submission;
	expect(judgeSubmission(fork, { size: 5n, root: rootOf(5) })).toMatchObject({ status: 409, size: 5n });
});

it('answers 422 to a longer fork, to a proof of something else, and to one that nothing needs (C2SP/C2SP#280)', () => {
	expect(judge(bodyOf(5, 20, [], noteOf(20)), 5)).toBe(422);
	expect(judge(bodyOf(5, 20, proofOf(6, 20)), 5)).toBe(422);
	expect(judge(bodyOf(5, 5, [rootOf(1)]), 5)).toBe(422);
	expect(judge(bodyOf(0, 20, [rootOf(1)]))).toBe(422);
	expect(judge(bodyOf(0, 0, [], noteOf(0, rootOf(1))))).toBe(422);
	expect(judge(bodyOf(5, 20), 5, rootOf(6))).toBe(422);
});

it('answers 404 to a log that nobody listed, and 403 to one that is not signed by its key', () => {
	expect(read(bodyOf(0, 5), [])).toMatchObject({ status: 404 });
	expect(read(bodyOf(0, 5), [createSigner('example.com/log2', 'note', Buffer.alloc(32, 7)).key])).toMatchObject({ status: 404 });
	expect(read(bodyOf(0, 5, [], noteOf(5, rootOf(5), other)))).toMatchObject({ status: 403 });
	const forged = noteOf(5).replace(/\n5\n/, '\n6\n');
	expect(read(bodyOf(0, 6, [], forged))).toMatchObject({ status: 403 });
});

it('ignores signatures of others, wherever they are, and keeps those of the log alone (letsencrypt/boulder#8970, sigstore/sigstore-java#990)', () => {
	const { text, signatures } = parseNote(noteOf(5));
	const witness = createSigner('w.example', 'cosignature', Buffer.alloc(32, 9));
	const body = bodyOf(0, 5, [], formatNote({ text, signatures: [cosignNote(text, 1n, witness), signNote(text, other), ...signatures] }));
	expect(read(body)).toMatchObject({ note: { text, signatures } });
});

it('cosigns a log under its old and its new key while both are listed', () => {
	for (const signer of [log, other])
		expect(read(bodyOf(0, 5, [], noteOf(5, rootOf(5), signer)), [log.key, other.key])).toHaveProperty('checkpoint');
});

it('takes what one key of a log signed, whatever a signature of another key of it is worth', () => {
	const { text, signatures } = parseNote(noteOf(5));
	const wrong = { ...signNote(text, other), signature: Buffer.alloc(64) };
	for (const all of [
		[...signatures, wrong],
		[wrong, ...signatures],
	])
		for (const keys of [
			[log.key, other.key],
			[other.key, log.key],
		])
			expect(read(bodyOf(0, 5, [], formatNote({ text, signatures: all })), keys)).toMatchObject({ note: { text, signatures } });
	expect(read(bodyOf(0, 5, [], formatNote({ text, signatures: [wrong] })), [log.key, other.key])).toMatchObject({ status: 403 });
	const repeated = Array.from({ length: 100 }, () => signatures).flat();
	expect(read(bodyOf(0, 5, [], formatNote({ text, signatures: repeated })))).toMatchObject({ note: { signatures } });
});

it.each([
	['nothing', ''],
	['no old size', noteOf(5)],
	['a leading zero', bodyOf(0, 5).replace('old 0', 'old 00')],
	['a negative size', bodyOf(0, 5).replace('old 0', 'old -1')],
	['a size beyond uint64', bodyOf(0, 5).replace('old 0', 'old 18446744073709551616')],
	['two spaces', bodyOf(0, 5).replace('old 0', 'old  0')],
	['a carriage return', bodyOf(0, 5).replace('old 0\n', 'old 0\r\n')],
	['no blank line', 'old 0\n'],
	['no checkpoint', 'old 0\n\n'],
	['a hash of 31 bytes', bodyOf(1, 5, [Buffer.alloc(31)])],
	['base64 with other bits at its end', bodyOf(1, 5, [Buffer.alloc(32)]).replace('AAA=', 'AAB=')],
	[
		'64 hashes',
		bodyOf(
			1,
			5,
			Array.from({ length: 64 }, () => Buffer.alloc(32)),
		),
	],
	['an old size above that of the checkpoint', bodyOf(6, 5, [])],
	['a malformed checkpoint (transparency-dev/tessera#1189)', bodyOf(0, 5).trimEnd()],
	['an origin alone', bodyOf(0, 5, [], formatCheckpoint({ origin: 'example.com/log', size: 5n, root: rootOf(5), extensions: [] }))],
	['bytes that are not UTF-8', Buffer.concat([Buffer.from(bodyOf(0, 5)), Buffer.of(0xff)])],
	['a body that never ends', 'old 0\n'.padEnd(65_537, 'x')],
])('answers 400 to %s', (_, body) => {
	expect(read(body)).toMatchObject({ status: 400 });
});
