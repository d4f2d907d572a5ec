import { naivePath, naiveRoot } from '../../test/support/naive-tree';
import { decodeBundle, encodeBundle } from './entry-bundle';
import { createSigner } from './note-key';
import { signCheckpoint } from './checkpoint';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof';

const log = createSigner('example.com/log', 'note', Buffer.alloc(32, 7));
const entries = Array.from({ length: 13 }, (_, index) => Buffer.from(`entry ${index}`));
const checkpoint = signCheckpoint({ origin: 'example.com/log', size: 13n, root: naiveRoot(entries) }, log);
const proof = { index: 4n, proof: naivePath(4, entries), checkpoint };
const file = formatTlogProof(proof);
const caught = (act: () => unknown): unknown => {
	try {
		return act();
	} catch (error) {
		return error;
	}
};

it('proves an entry from one file, offline', () => {
	expect(file).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 4\n(?:[A-Za-z\d+/]{43}=\n){4}\nexample\.com\/log\n13\n/);
	const read = parseTlogProof(Buffer.from(file));
	expect(read).toEqual(proof);
	expect(verifyTlogProof(read, entries[4]!, [log.key])).toMatchObject({ checkpoint: { size: 13n }, signatures: [{ key: log.key }] });
	expect(verifyTlogProof(read, entries[4]!, [log.key]).problem).toBe(undefined);
	expect(verifyTlogProof(read, entries[5]!, [log.key]).problem).toBe('the proof leads to another root');
	expect(verifyTlogProof({ ...read, index: 5n }, entries[4]!, [log.key]).problem).toBe('the proof leads to another root');
	expect(() => verifyTlogProof(read, entries[4]!, [createSigner('example.com/log', 'note', Buffer.alloc(32, 9)).key])).toThrow(
		'not signed',
	);
});

it('carries extra data, and proofs without hashes', () => {
	const extra = { ...proof, extra: Buffer.from('salt') };
	expect(parseTlogProof(formatTlogProof(extra))).toEqual(extra);
	const single = { index: 0n, proof: [], checkpoint };
	expect(parseTlogProof(formatTlogProof(single))).toEqual(single);
});

it('does not prove the entry when any byte of the file is changed', () => {
	const bytes = Buffer.from(file);
	for (let at = 0; at < bytes.length; at += 1) {
		const changed = Buffer.from(bytes);
		changed[at]! ^= 1;
		const outcome = caught(() => verifyTlogProof(parseTlogProof(changed), entries[4]!, [log.key]).problem);
		expect(outcome).toEqual(typeof outcome === 'string' ? expect.any(String) : expect.objectContaining({ code: 'INPUT_INVALID' }));
	}
});

it.each([
	['another header', file.replace('@v1', '@v2'), 1],
	['no index', file.replace('index 4\n', ''), 2],
	['an index with a leading zero', file.replace('index 4', 'index 04'), 2],
	['an index beyond uint64', file.replace('index 4', 'index 18446744073709551616'), 2],
	['extra data after the index', file.replace('index 4\n', 'index 4\nextra AAAA\n'), 3],
	['extra data that is not base64', file.replace('index', 'extra A\nindex'), 2],
	['a hash that is too short', file.replace(/4\n..../, '4\n'), 3],
	['too many hashes', file.replace('index 4\n', `index 4\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}`), 67],
	['no checkpoint', file.slice(0, file.indexOf('\n\n')), 6],
	['Windows line ends', file.replaceAll('\n', '\r\n'), 1],
])('refuses a file with %s, and names the line', (_what, wrong, line) => {
	expect(caught(() => parseTlogProof(wrong))).toMatchObject({ code: 'INPUT_INVALID', details: { line } });
});

it('bundles entries with their lengths, and refuses a bundle that is cut, or too long', () => {
	const some = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(65_535, 1)];
	const bundle = encodeBundle(some);
	expect(bundle.subarray(0, 5)).toEqual(Buffer.of(0, 1, 97, 0, 0));
	expect(decodeBundle(bundle, 3)).toEqual(some);
	expect(() => encodeBundle([Buffer.alloc(65_536)])).toThrow('at most 65535');
	for (const [wrong, width] of [
		[bundle.subarray(0, -1), 3],
		[bundle.subarray(0, 4), 2],
		[bundle, 2],
		[bundle, 4],
		[Buffer.of(0), 1],
	] as const)
		expect(caught(() => decodeBundle(wrong, width))).toMatchObject({ code: 'INPUT_INVALID' });
});
