import { TroupeError } from '../../base/errors';
import { deriveKey, hashLetters, keyBytes, keyedHash, seal, unseal } from './sealing';

/** Operations with the host's master key, which itself is never exposed. A key service can fill this role. */
export interface VaultKeys {
	/** Distinguishes one master key from another. */
	readonly fingerprint: string;
	/** Replaces an id that must not be readable: equal for equal ids, and meaningless without the key. */
	pseudonym(kind: 'conversation' | 'subject', tenant: string, id: string): string;
	/** Returns an HMAC-SHA-256, base64url, which proves that a text left this host or one with the same key. */
	sign(text: string): string;
	/** Encrypts a key. `bound` is what the key is for; it is unwrapped for nothing else. */
	wrap(key: Uint8Array, bound: string): Promise<Uint8Array>;
	/** @throws TroupeError VAULT_UNREADABLE */
	unwrap(wrapped: Uint8Array, bound: string): Promise<Uint8Array>;
}

/** @throws TroupeError INPUT_INVALID for a master key that is not 32 bytes long */
export function createVaultKeys(masterKey: Uint8Array): VaultKeys {
	if (masterKey.length !== keyBytes) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The vault's master key has ${masterKey.length} bytes; expected ${keyBytes}.`,
			fix: 'Create a key with "openssl rand -base64 32".',
		});
	}
	const wrapping = deriveKey(masterKey, 'vault wrapping');
	const naming = deriveKey(masterKey, 'vault naming');
	const signing = deriveKey(masterKey, 'run states');
	return {
		fingerprint: keyedHash(naming, 'fingerprint').toString('base64url'),
		pseudonym: (kind, tenant, id) => keyedHash(naming, kind, tenant, id).toString('base64url'),
		sign: (text) => keyedHash(signing, text).toString('base64url'),
		wrap: async (key, bound) => seal(wrapping, key, Buffer.from(bound)),
		unwrap: async (wrapped, bound) => unseal(wrapping, wrapped, Buffer.from(bound), 'A key'),
	};
}

/** The operations of one person's key. */
export interface SubjectKey {
	seal(value: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
	/** Returns the same digest for equal parts. */
	digest(...parts: string[]): string;
	/** Returns letters for masks: the same for the same value in all conversations of the person. */
	letters(canonical: string): string;
}

export function createSubjectKey(dataKey: Uint8Array): SubjectKey {
	const sealing = deriveKey(dataKey, 'vault values');
	const comparing = deriveKey(dataKey, 'vault equality');
	return {
		seal: (value, bound) => seal(sealing, Buffer.from(value, 'utf16le'), Buffer.from(bound)),
		unseal: (sealed, bound) => unseal(sealing, sealed, Buffer.from(bound), 'A value').toString('utf16le'),
		digest: (...parts) => keyedHash(comparing, ...parts).toString('base64url'),
		letters: (canonical) => hashLetters(keyedHash(comparing, 'mask', canonical)),
	};
}
