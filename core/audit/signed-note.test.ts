import { createSigner, createVerifierKey, formatVerifierKey, isKeyName, parseVerifierKey } from './note-key';
import { parseCheckpoint, parseSignedCheckpoint, signCheckpoint } from './checkpoint';
import { cosignNote } from '../../test/fakes/witness-server';
import { formatNote, parseNote, signNote, verifyNote } from './signed-note';

const seed = Buffer.alloc(32, 7);
const log = createSigner('example.com/log', 'note', seed);
const witness = createSigner('witness.example/w', 'cosignature', Buffer.alloc(32, 8));
const root = Buffer.alloc(32, 5);
const note = signCheckpoint({ origin: 'example.com/log', size: 12n, root }, log);
const refusal = (line: number) => ({ code: 'INPUT_INVALID', details: { line } });
const caught = (act: () => unknown): unknown => {
	try {
		return act();
	} catch (error) {
		return error;
	}
};

it('signs a checkpoint that its key verifies', () => {
	expect(note).toMatch(/^example\.com\/log\n12\n[A-Za-z\d+/]{43}=\n\n— example\.com\/log [A-Za-z\d+/]+=*\n$/);
	const { checkpoint, note: parsed } = parseSignedCheckpoint(Buffer.from(note));
	expect(checkpoint).toEqual({ origin: 'example.com/log', size: 12n, root, extensions: [] });
	expect(formatNote(parsed)).toBe(note);
	expect(verifyNote(parsed, [log.key])).toEqual([{ key: log.key }]);
});

it('reads back the text of a key, and refuses any other', () => {
	for (const { key } of [log, witness]) expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
	const text = formatVerifierKey(log.key);
	for (const wrong of [
		...['', 'a', 'a+b', '++', text.slice(1), `x${text}`, text.slice(0, -4), `${text}AAAA`, `${text}\n`, text.replace('+', ' ')],
		...[text.replace(/\+[\da-f]{8}\+/, '+00000000+'), text.replace(/\+[\da-f]{8}\+/, (id) => id.toUpperCase().replace(/\d/g, 'A'))],
		...[formatVerifierKey({ ...log.key, publicKey: Buffer.alloc(31) })],
	])
		expect(caught(() => parseVerifierKey(wrong))).toMatchObject({ code: 'INPUT_INVALID' });
});

it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\u2028b', 'x'.repeat(256)])('gives no key the name %j', (name) => {
	expect(isKeyName(name)).toBe(false);
	expect(() => createVerifierKey(name, 'note', Buffer.alloc(32))).toThrow('verifier key');
});

it('accepts cosignatures of witnesses with their time, and only by the key of a witness', () => {
	const parsed = parseNote(note);
	const signed = { ...parsed, signatures: [...parsed.signatures, cosignNote(parsed.text, 1_679_315_147n, witness)] };
	const read = parseNote(formatNote(signed));
	expect(verifyNote(read, [log.key, witness.key])).toEqual([{ key: log.key }, { key: witness.key, time: 1_679_315_147n }]);
	// The same key for notes has another id: its signatures are those of a stranger.
	const same = createVerifierKey('witness.example/w', 'note', witness.key.publicKey);
	expect(verifyNote(read, [log.key, same])).toEqual([{ key: log.key }]);
	const later = cosignNote(parsed.text, 1_679_315_147n, witness);
	later.signature.writeBigUInt64BE(1_679_315_148n);
	expect(caught(() => verifyNote({ ...parsed, signatures: [later] }, [witness.key]))).toMatchObject({ code: 'INPUT_INVALID' });
	for (const time of [-1n, 2n ** 63n]) expect(() => cosignNote(parsed.text, time, witness)).toThrow('cannot have the time');
});

it('finds the signature of its key among those of strangers, also with its name or its id (sigstore/sigstore-python#1514)', () => {
	const parsed = parseNote(note);
	const [own] = parsed.signatures;
	const strangers = [
		{ ...own!, name: 'example.com/other' },
		{ ...own!, id: own!.id ^ 1 },
	];
	expect(verifyNote({ ...parsed, signatures: [...strangers, own!] }, [log.key])).toEqual([{ key: log.key }]);
	expect(caught(() => verifyNote({ ...parsed, signatures: strangers }, [log.key]))).toMatchObject({
		code: 'INPUT_INVALID',
		message: 'The note is not signed by any of the expected keys.',
	});
});

it('refuses a note of which any byte changed', () => {
	const bytes = Buffer.from(note);
	for (let at = 0; at < bytes.length; at += 1)
		for (const bit of [1, 16, 128]) {
			const changed = Buffer.from(bytes);
			changed[at]! ^= bit;
			expect(caught(() => verifyNote(parseSignedCheckpoint(changed).note, [log.key]))).toMatchObject({ code: 'INPUT_INVALID' });
		}
});

it('knows a key by its name and its id, not by its bytes alone (sigstore/rekor#389)', () => {
	const parsed = parseNote(note);
	const other = { ...log.key, id: log.key.id ^ 1 };
	expect(() => verifyNote(parsed, [other])).toThrow('not signed by any');
});

it('refuses a second signature of a key that is wrong', () => {
	const parsed = parseNote(note);
	const wrong = { ...parsed.signatures[0]!, signature: Buffer.alloc(64) };
	expect(() => verifyNote({ ...parsed, signatures: [parsed.signatures[0]!, wrong] }, [log.key])).toThrow('does not fit the note');
	expect(() => verifyNote({ ...parsed, signatures: [wrong, parsed.signatures[0]!] }, [log.key])).toThrow('does not fit the note');
});

const text = 'a\n10\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
it.each([
	['an extension line that is empty', `${text}\n`, 4],
	['an empty origin', text.replace('a', ''), 1],
	['a size with leading zeros', text.replace('10', '010'), 2],
	['a size with a sign', text.replace('10', '+1'), 2],
	['a size beyond uint64', text.replace('10', '18446744073709551616'), 2],
	['a root that is too short', text.replace('AAAA', ''), 3],
	['a root with other bits after its end', text.replace('A=', 'B='), 3],
	['a root in the alphabet of addresses', text.replace('AA', '-_'), 3],
	['two lines', 'a\n0\n', 3],
	['another root than that of an empty log (C2SP/C2SP#280)', text.replace('10', '0'), 3],
])('refuses a checkpoint with %s, and names the line', (_what, wrong, line) => {
	expect(parseCheckpoint(text)).toMatchObject({ origin: 'a', size: 10n });
	expect(caught(() => parseCheckpoint(wrong))).toMatchObject(refusal(line));
});

const signature = `— example.com/log ${Buffer.alloc(68).toString('base64')}`;
it.each([
	['no blank line', 'text\n', 2],
	['no signature', 'text\n\n', 3],
	['no newline at its end', `text\n\n${signature}`, 3],
	['a hyphen before a signature', `text\n\n${signature.replace('—', '-')}\n`, 3],
	['two spaces', `text\n\n${signature.replace(' ', '  ')}\n`, 3],
	['carriage returns', `text\r\n\r\n${signature}\r\n`, 1],
	['a tab', `te\txt\n\n${signature}\n`, 1],
	['a signature of four bytes', 'text\n\n— a AAAAAA==\n', 3],
	['a second signature that is not one', `text\n\n${signature}\nx\n`, 4],
	['more than 100 signatures', `text\n\n${`${signature}\n`.repeat(101)}`, 103],
	['a byte that is not UTF-8', Buffer.concat([Buffer.from('te\n'), Buffer.of(0xff), Buffer.from(`\n\n${signature}\n`)]), 2],
	['a lone surrogate', `te\ud800\n\n${signature}\n`, 1],
])('refuses a note with %s, and names the line', (_what, wrong, line) => {
	expect(caught(() => parseNote(wrong))).toMatchObject(refusal(line));
});

it('keeps a byte order mark, empty lines and other scripts in what was signed', () => {
	const odd = '\ufeffÀ ção\n\n\u{1f600}\n';
	const signed = formatNote({ text: odd, signatures: [signNote(odd, log)] });
	const parsed = parseNote(Buffer.from(signed));
	expect(parsed.text).toBe(odd);
	expect(verifyNote(parsed, [log.key])).toHaveLength(1);
});

it('refuses a note that is too long, before it looks at it (sigstore/sigstore-js#1722)', () => {
	expect(caught(() => parseNote('x'.repeat(1_000_001)))).toMatchObject({ code: 'INPUT_TOO_LARGE' });
});
