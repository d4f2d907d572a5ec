import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import { drawRandomBytes } from '../../base/random-bytes';

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** No one takes them for a number: the letters from `z` backwards, as in change ids of version control. */
const nibbles = 'zyxwvutsrqponmlk';
const hashLength = 16;

/** AES-256-GCM (NIST SP 800-38D): nonce, tag, ciphertext. A nonce is 96 random bits; one key seals at most some thousand values. */
export function seal(key: KeyObject, plain: Uint8Array, bound: Uint8Array): Uint8Array {
	const nonce = drawRandomBytes(nonceBytes);
	const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(bound);
	const encrypted = cipher.update(plain);
	const end = cipher.final();
	return Buffer.concat([nonce, cipher.getAuthTag(), encrypted, end]);
}

/** @throws TroupeError VAULT_UNREADABLE for another key, another bound, or changed bytes */
export function unseal(key: KeyObject, sealed: Uint8Array, bound: Uint8Array, what: string): Buffer {
	try {
		const nonce = sealed.subarray(0, nonceBytes);
		const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(bound);
		decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
		return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
	} catch (cause) {
		throw new TroupeError({
			code: 'VAULT_UNREADABLE',
			message: `${what} in the token vault cannot be decrypted: it was encrypted with another key, moved, or changed.`,
			fix: 'Restore the vault’s file and its key from the same backup. Keep both: without them, the tokens in stored texts stay tokens.',
			details: { damaged: what },
			cause,
		});
	}
}

/** HKDF-Expand (RFC 5869, 2.3); a random secret needs no extraction (3.3). */
export function deriveKey(secret: Uint8Array, use: string): KeyObject {
	// A key object: Node takes six times as long with plain bytes.
	return createSecretKey(createHmac('sha256', createSecretKey(secret)).update(`troupe ${use}\u0001`).digest());
}

export function keyedHash(key: Uint8Array | KeyObject, ...parts: string[]): Buffer {
	return createHmac('sha256', key).update(JSON.stringify(parts)).digest();
}

/** 64 bits as letters: recognisers read no number in it. */
export function hashLetters(hash: Uint8Array): string {
	return Buffer.from(hash)
		.toString('hex')
		.slice(0, hashLength)
		.replace(/./g, (digit) => nibbles[Number.parseInt(digit, 16)]!);
}
