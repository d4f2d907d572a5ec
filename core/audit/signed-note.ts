/** Notes and their signatures: C2SP signed-note, as golang.org/x/mod/sumdb/note reads them. */
import { TroupeError } from '../base/errors';
import { cosignedMessage, timestampBytes } from './witness/cosignature';
import { isKeyName, isSignedBy, type NoteSignature, type NoteSigner, signatureBytes, signBytes, type VerifierKey } from './note-key';
import { decodeBase64, decodeText, refuseLine } from './text-lines';

const document = 'note';
/** Same as Go. Signatures of 16 witnesses take a few kilobytes. */
const maxNoteBytes = 1_000_000;
const maxSignatures = 100;
const keyIdBytes = 4;

export interface SignedNote {
	text: string;
	signatures: NoteSignature[];
}

/** Reads a note with unverified signatures. @throws TroupeError INPUT_INVALID, which names the line; INPUT_TOO_LARGE */
export function parseNote(note: string | Uint8Array): SignedNote {
	const all = decodeText(document, note, maxNoteBytes);
	const blank = all.lastIndexOf('\n\n');
	const lineOf = (at: number) => all.slice(0, at).split('\n').length;
	if (blank < 0) throw refuseLine(document, lineOf(all.length), 'ends without a blank line and signatures after it');
	const text = all.slice(0, blank + 1);
	const first = lineOf(blank + 2);
	const lines = all.slice(blank + 2).split('\n');
	if (lines.at(-1) !== '') throw refuseLine(document, first + lines.length - 1, 'does not end with a newline');
	lines.pop();
	if (lines.length === 0) throw refuseLine(document, first, 'is missing, which must be a signature');
	if (lines.length > maxSignatures) throw refuseLine(document, first + maxSignatures, `is one of more than ${maxSignatures} signatures`);
	return { text, signatures: lines.map((line, index) => parseSignature(line, first + index)) };
}

/** @param number of the line, for errors */
export function parseSignature(line: string, number: number): NoteSignature {
	const [dash, name = '', encoded = '', ...others] = line.split(' ');
	if (dash !== '—' || others.length > 0 || !isKeyName(name)) throw refuseLine(document, number, 'is not a signature: "— NAME BASE64"');
	const bytes = decodeBase64(encoded);
	if (bytes === undefined || bytes.length <= keyIdBytes)
		throw refuseLine(document, number, 'has a signature that is not base64, or too short');
	return { name, id: bytes.readUInt32BE(), signature: bytes.subarray(keyIdBytes) };
}

export const formatSignature = ({ name, id, signature }: NoteSignature): string => {
	const prefix = Buffer.alloc(keyIdBytes);
	prefix.writeUInt32BE(id);
	return `— ${name} ${Buffer.concat([prefix, signature]).toString('base64')}\n`;
};

export const formatNote = ({ text, signatures }: SignedNote): string => `${text}\n${signatures.map(formatSignature).join('')}`;

export const hasSameText = (one: string, other: string): boolean => readText(one) === readText(other);

const readText = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);

/** @param text ends with a newline */
export function signNote(text: string, signer: NoteSigner): NoteSignature {
	const { name, id } = signer.key;
	return { name, id, signature: signBytes(Buffer.from(text), signer) };
}

export interface VerifiedSignature {
	key: VerifierKey;
	/** Cosignature time, in seconds since the epoch. */
	time?: bigint;
}

/**
 * Verifies signatures of known keys. Ignores others, as the format demands. @returns the keys that signed, each once @throws TroupeError
 * INPUT_INVALID if none did, or the signature of one is wrong
 */
export function verifyNote({ text, signatures }: SignedNote, keys: readonly VerifierKey[]): VerifiedSignature[] {
	const verified = keys.flatMap((key) => {
		const own = signatures.filter(({ name, id }) => name === key.name && id === key.id);
		const [one] = own.map(({ signature }) => verifyOne(text, signature, key));
		return one ? [one] : [];
	});
	if (verified.length > 0) return verified;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The note is not signed by any of the expected keys.',
		fix: 'Use a note of this log, or the key of the log that issued it.',
		details: { expected: keys.map(({ name }) => name) },
	});
}

/** Verifies further signatures of a key, too: a wrong one makes the note suspect. */
function verifyOne(text: string, signature: Buffer, key: VerifierKey): VerifiedSignature {
	const isCosignature = key.type === 'cosignature';
	const stamp = isCosignature ? timestampBytes : 0;
	if (signature.length === stamp + signatureBytes) {
		const time = isCosignature ? signature.readBigUInt64BE() : undefined;
		const message = time === undefined ? Buffer.from(text) : cosignedMessage(text, time);
		if (isSignedBy(key, message, signature.subarray(stamp))) return { key, ...(time !== undefined && { time }) };
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The signature of ${key.name} does not fit the note: the note or the signature was changed.`,
		fix: 'Use the note as it was issued, byte by byte.',
	});
}
