import { createDecipheriv, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TroupeError } from '../../../core/base/errors';

const algorithm = 'aes-256-gcm';
const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

/** A secret as earlier versions stored it, encrypted with a key outside of the database and bound to its webhook. */
export interface SealedSecret {
	sealed: string;
	keyId: string;
	about: string;
}

/** Decrypts the secret of a webhook with the key in a file: 32 bytes as base64. @throws TroupeError INPUT_INVALID */
export function openSealed({ sealed, keyId, about }: SealedSecret, keyFile: string): string {
	const key = readKey(keyFile);
	if (hash('sha256', key, 'hex').slice(0, 16) !== keyId) throw undecipherable(keyFile);
	const bytes = Buffer.from(sealed, 'base64');
	const [nonce, tag] = [bytes.subarray(0, nonceLength), bytes.subarray(-tagLength)];
	try {
		const cipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(about)).setAuthTag(tag);
		return Buffer.concat([cipher.update(bytes.subarray(nonceLength, -tagLength)), cipher.final()]).toString('utf8');
	} catch (cause) {
		throw undecipherable(keyFile, cause);
	}
}

function readKey(file: string): Buffer {
	try {
		const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
		if (key.length === keyLength) return key;
	} catch (cause) {
		throw undecipherable(file, cause);
	}
	throw undecipherable(file);
}

const undecipherable = (file: string, cause?: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The key in ${file} does not decrypt the secret of a webhook of the registry, which therefore gets nothing.`,
		fix: 'Restore the key file from a copy and restart, or add the webhook again: POST /api/v1/webhooks.',
		cause,
	});
