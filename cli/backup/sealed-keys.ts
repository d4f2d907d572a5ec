import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { readEditedFile } from '../../core/base/text/read-edited-file';

export interface KeyBundle {
	backup: string;
	/** SHA-256 of its manifest, hex: with the passphrase, a changed archive is recognised. */
	manifest: string;
	/** By path in the home; base64. */
	files: Record<string, string>;
}

/** The lock of encrypted keys: a passphrase, or the public key of who may open them. */
export type Lock = { passphrase: string } | { recipient: string };
type Opener = { passphrase?: string; identity?: string };

export const keysFileOf = (archive: string): string => `${archive}.keys`;

const byPassphrase = 'PBES2-HS512+A256KW';
/** Three times what OWASP recommends for SHA-512: guessing is slow, and a backup waits half a second. */
const iterations = 600_000;
const algorithms = [byPassphrase, 'RSA-OAEP-256', 'ECDH-ES+A256KW'];

/** Encrypts keys as a JWE (RFC 7516), which other programs open too. @throws TroupeError INPUT_INVALID for an unusable public key */
export async function sealKeys(bundle: KeyBundle, lock: Lock): Promise<string> {
	const { CompactEncrypt } = await import('jose');
	const jwe = new CompactEncrypt(Buffer.from(JSON.stringify(bundle)));
	const protect = (alg: string) => jwe.setProtectedHeader({ alg, enc: 'A256GCM', typ: 'troupe-keys+jwe' });
	if ('passphrase' in lock)
		return protect(byPassphrase)
			.setKeyManagementParameters({ p2c: iterations })
			.encrypt(Buffer.from(lock.passphrase.normalize('NFKC')));
	const key = readKey(lock.recipient, () => createPublicKey(readEditedFile(lock.recipient)), 'a public key');
	return protect(key.asymmetricKeyType === 'rsa' ? 'RSA-OAEP-256' : 'ECDH-ES+A256KW').encrypt(key);
}

/** @throws TroupeError INPUT_INVALID without the right passphrase or key, STORAGE_DAMAGED */
export async function openKeys(file: string, opener: Opener): Promise<KeyBundle> {
	const text = readKeysFile(file);
	const { compactDecrypt, decodeProtectedHeader } = await import('jose');
	let header: { alg?: string };
	try {
		header = decodeProtectedHeader(text);
	} catch (cause) {
		throw unopened(
			file,
			'it is damaged, or not a file that `troupe backup` wrote',
			'Copy it again from where it is stored.',
			'STORAGE_DAMAGED',
			cause,
		);
	}
	const secret = header.alg === byPassphrase ? secretOf(file, opener) : privateKeyOf(file, opener);
	try {
		const { plaintext } = await compactDecrypt(text, secret, { keyManagementAlgorithms: algorithms, maxPBES2Count: 10 * iterations });
		return JSON.parse(Buffer.from(plaintext).toString()) as KeyBundle;
	} catch (cause) {
		const what = header.alg === byPassphrase ? 'the passphrase is wrong' : 'the private key is another one';
		throw unopened(
			file,
			`${what}, or the file was changed`,
			`Use ${header.alg === byPassphrase ? 'the passphrase' : 'the key'} of this backup.`,
			'INPUT_INVALID',
			cause,
		);
	}
}

function readKeysFile(file: string): string {
	try {
		return readFileSync(file, 'utf8').trim();
	} catch (cause) {
		throw unopened(file, getErrorMessage(cause), 'Name the file with --keys.', 'INPUT_INVALID', cause);
	}
}

function secretOf(file: string, { passphrase }: Opener): Uint8Array {
	if (passphrase) return Buffer.from(passphrase.normalize('NFKC'));
	throw unopened(file, 'they are encrypted with a passphrase', 'Set TROUPE_BACKUP_PASSPHRASE.');
}

function privateKeyOf(file: string, { identity, passphrase }: Opener): KeyObject {
	if (identity !== undefined)
		return readKey(identity, () => createPrivateKey({ key: readEditedFile(identity), passphrase: passphrase ?? '' }), 'a private key');
	throw unopened(file, 'they are encrypted for a private key', 'Name the file of the private key with --identity.');
}

const usable = ['rsa', 'ec', 'x25519'];

function readKey(file: string, read: () => KeyObject, what: string): KeyObject {
	let fault: unknown;
	try {
		const key = read();
		if (usable.includes(key.asymmetricKeyType ?? '')) return key;
	} catch (cause) {
		fault = cause;
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is not ${what} that can be used${fault === undefined ? '' : `: ${getErrorMessage(fault)}`}.`,
		fix: 'Name a PEM file with an RSA, EC or X25519 key. If it is encrypted, set TROUPE_BACKUP_PASSPHRASE.',
		cause: fault,
	});
}

function unopened(
	file: string,
	why: string,
	fix: string,
	code: 'INPUT_INVALID' | 'STORAGE_DAMAGED' = 'INPUT_INVALID',
	cause?: unknown,
): TroupeError {
	return new TroupeError({ code, message: `The keys in ${file} cannot be opened: ${why}.`, fix, details: { file }, cause });
}
