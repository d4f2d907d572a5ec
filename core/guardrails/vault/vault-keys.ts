import type { KeyObject } from 'node:crypto';
import { deriveKey, hashLetters, keyedHash, seal, unseal } from './sealing';
import { createWrappingKey } from './wrapping-key';

/** Operations with the host's master key, which itself is never exposed. A key service can fill this role. */
export interface VaultKeys {
	/** Distinguishes the keys of one installation from those of another. A new master key keeps it. */
	readonly fingerprint: string;
	/** Replaces an id that must not be readable: equal for equal ids, and meaningless without the key. A new master key keeps it. */
	pseudonym(kind: 'conversation' | 'subject', tenant: string, id: string): string;
	/** Returns an HMAC-SHA-256, base64url, which proves that a text left this host or one with the same key. A leaked key ends it. */
	sign(text: string): string;
	/** Returns the same for what is stored and checked for years. A new master key keeps it. */
	mark(text: string): string;
	/** Encrypts a key. `bound` is what the key is for; it is unwrapped for nothing else. */
	wrap(key: Uint8Array, bound: string): Promise<Uint8Array>;
	/** @throws TroupeError VAULT_UNREADABLE */
	unwrap(wrapped: Uint8Array, bound: string): Promise<Uint8Array>;
}

/** Secrets that an installation begins with its first master key and keeps when that is replaced. */
export interface LastingSecrets {
	/** Makes pseudonyms, whose ids nobody knows any more. */
	naming: KeyObject;
	/** Marks stored rows, and signs the audit log. */
	marking: KeyObject;
	/** Signs what is given away. A master key that leaked is replaced together with it. */
	signing: KeyObject;
}

export function deriveSecrets(masterKey: Uint8Array): LastingSecrets {
	const signing = deriveKey(masterKey, 'run states');
	return { naming: deriveKey(masterKey, 'vault naming'), marking: signing, signing };
}

export const readFingerprint = ({ naming }: Pick<LastingSecrets, 'naming'>): string =>
	keyedHash(naming, 'fingerprint').toString('base64url');

/** Composes what needs no master key. @param read returns the secrets as they are now */
export const composeHashes = (read: () => LastingSecrets): Pick<VaultKeys, 'pseudonym' | 'sign' | 'mark'> => ({
	pseudonym: (kind, tenant, id) => keyedHash(read().naming, kind, tenant, id).toString('base64url'),
	sign: (text) => keyedHash(read().signing, text).toString('base64url'),
	mark: (text) => keyedHash(read().marking, text).toString('base64url'),
});

/** Composes the keys of a host that has one master key as long as it lives. @throws TroupeError INPUT_INVALID for one that is not 32 bytes long */
export function createVaultKeys(masterKey: Uint8Array): VaultKeys {
	const wrapping = createWrappingKey(masterKey);
	const secrets = deriveSecrets(masterKey);
	return {
		fingerprint: readFingerprint(secrets),
		...composeHashes(() => secrets),
		wrap: async (key, bound) => wrapping.wrap(key, bound),
		unwrap: async (wrapped, bound) => wrapping.unwrap(wrapped, bound),
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
