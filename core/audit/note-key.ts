/** Keys of signed notes: C2SP signed-note. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { TroupeError } from '../base/errors';
import { decodeBase64 } from './text-lines';

/** Distinguishes signatures of a note from witness cosignatures. */
const keyTypes = { note: 1, cosignature: 4 } as const;

type KeyType = keyof typeof keyTypes;

export interface VerifierKey {
	name: string;
	/** Distinguishes keys of one name; 8 hexadecimal digits in the key's text. */
	id: number;
	type: KeyType;
	/** Ed25519, 32 bytes. */
	publicKey: Buffer;
}

export interface NoteSigner {
	key: VerifierKey;
	privateKey: KeyObject;
}

export interface NoteSignature {
	name: string;
	id: number;
	signature: Buffer;
}

const publicKeyBytes = 32;
export const signatureBytes = 64;
const maxNameBytes = 255;

/** Go's unicode.IsSpace characters, and the plus. */
const forbidden = /[\t-\r +\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export const isKeyName = (name: string): boolean => name !== '' && !forbidden.test(name) && Buffer.byteLength(name) <= maxNameBytes;

/** Writes a key as `name+id+base64`. */
export const formatVerifierKey = ({ name, id, type, publicKey }: VerifierKey): string =>
	`${name}+${id.toString(16).padStart(8, '0')}+${Buffer.of(keyTypes[type], ...publicKey).toString('base64')}`;

/** @throws TroupeError INPUT_INVALID */
export function parseVerifierKey(text: string): VerifierKey {
	const [name = '', id = '', encoded = ''] = splitKey(text);
	const bytes = decodeBase64(encoded);
	if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(id) || bytes === undefined) throw invalidKey('does not have this form');
	const type = (Object.keys(keyTypes) as KeyType[]).find((each) => keyTypes[each] === bytes[0]);
	if (type === undefined || bytes.length !== 1 + publicKeyBytes) throw invalidKey('is not one of Ed25519');
	const key = createVerifierKey(name, type, bytes.subarray(1));
	if (key.id !== Number.parseInt(id, 16)) throw invalidKey('has the id of another key');
	return key;
}

/** At the first two plus signs: base64 has such signs too. */
function splitKey(text: string): string[] {
	const first = text.indexOf('+');
	const second = text.indexOf('+', first + 1);
	return first < 0 || second < 0 ? [] : [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

/** @throws TroupeError INPUT_INVALID for a name that notes cannot carry */
export function createVerifierKey(name: string, type: KeyType, publicKey: Buffer): VerifierKey {
	if (!isKeyName(name)) throw invalidKey('has an empty name, or one with a space or a plus');
	const hash = createHash('sha256')
		.update(`${name}\n`)
		.update(Buffer.of(keyTypes[type], ...publicKey))
		.digest();
	return { name, type, publicKey, id: hash.readUInt32BE() };
}

/** @param seed 32 secret bytes, RFC 8032 */
export function createSigner(name: string, type: KeyType, seed: Uint8Array): NoteSigner {
	// RFC 8410, 7: the seed within its envelope.
	const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
	const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
	const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-publicKeyBytes);
	return { privateKey, key: createVerifierKey(name, type, Buffer.from(publicKey)) };
}

export const signBytes = (message: Uint8Array, { privateKey }: NoteSigner): Buffer => sign(null, message, privateKey);

export function isSignedBy({ publicKey }: VerifierKey, message: Uint8Array, signature: Uint8Array): boolean {
	const key = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
	return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
}

const invalidKey = (problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `A verifier key ${problem}; expected NAME+ID+KEY.`,
		fix: 'Copy the whole key, as `troupe audit checkpoint --key` prints it.',
	});
