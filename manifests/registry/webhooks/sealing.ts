import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { TroupeError } from '../../../core/base/errors';
import { createOnce } from '../../write-file';

/** Encrypts the secrets of webhooks with a key that is stored outside of the database and of its backups. */
export interface Sealing {
	keyId: string;
	/** `about` binds the secret to its webhook: no other webhook can open it. */
	seal(text: string, about: string): string;
	/** @throws TroupeError INPUT_INVALID */
	open(sealed: string, about: string): string;
}

const algorithm = 'aes-256-gcm';
const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

export function sealingWith(key: Buffer): Sealing {
	return {
		keyId: hash('sha256', key, 'hex').slice(0, 16),
		seal(text, about) {
			const nonce = randomBytes(nonceLength);
			const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(about));
			return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
		},
		open(sealed, about) {
			const bytes = Buffer.from(sealed, 'base64');
			const [nonce, tag] = [bytes.subarray(0, nonceLength), bytes.subarray(-tagLength)];
			try {
				const cipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(about)).setAuthTag(tag);
				return Buffer.concat([cipher.update(bytes.subarray(nonceLength, -tagLength)), cipher.final()]).toString('utf8');
			} catch (cause) {
				throw new TroupeError({
					code: 'INPUT_INVALID',
					message: 'The secret of a webhook in the database cannot be decrypted: it was changed, or belongs to another webhook.',
					fix: 'Remove the webhook and register it again.',
					cause,
				});
			}
		},
	};
}

/** Reads the key from a file that only its owner can read, and creates it if it is missing: 32 bytes as base64. @throws TroupeError INPUT_INVALID */
export function readSealing(file: string): Sealing {
	if (!existsSync(file)) createOnce(file, `${randomBytes(keyLength).toString('base64')}\n`, 0o600);
	const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
	if (key.length === keyLength) return sealingWith(key);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The key of the webhooks' secrets, ${file}, must be ${keyLength} bytes as base64.`,
		fix: 'Restore the file from a copy. Without one, move it away and register the webhooks again.',
	});
}
