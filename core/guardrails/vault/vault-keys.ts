import type { KeyObject } from 'node:crypto';
import { deriveKey, hashLetters, keyedHash, seal, unseal } from './sealing';
import { createWrappingKey } from './wrapping-key';

/** Never exposes the host's master key. A key service can fill this role. */
export interface VaultKeys {
	/** Distinguishes installations. A new master key keeps it. */
	readonly fingerprint: string;
	/** For ids that must not be readable: equal for equal ids, meaningless without the key. A new master key keeps it. */
	pseudonym(kind: 'conversation' | 'subject', tenant: string, id: string): string;
	/** HMAC-SHA-256, base64url: proves that a text left this host or one with the same key. A leaked key ends it. */
	sign(text: string): string;
	/** For what is stored and checked for years. A new master key keeps it. */
	mark(text: string): string;
	/** `bound` is the only use for which the key is unwrapped. */
	wrap(key: Uint8Array, bound: string): Promise<Uint8Array>;
	/** @throws TroupeError VAULT_UNREADABLE */
	unwrap(wrapped: Uint8Array, bound: string): Promise<Uint8Array>;
}

/** Begin with the first master key and outlive it. */
export interface LastingSecrets {
	naming: KeyObject;
	/** Marks stored rows, and signs the audit log. */
	marking: KeyObject;
	/** Signs what is given away. Replaced together with a leaked master key. */
	signing: KeyObject;
}

export function deriveSecrets(masterKey: Uint8Array): LastingSecrets {
	const signing = deriveKey(masterKey, 'run states');
	return { naming: deriveKey(masterKey, 'vault naming'), marking: signing, signing };
}

export const readFingerprint = ({ naming }: Pick<LastingSecrets, 'naming'>): string =>
	keyedHash(naming, 'fingerprint').toString('base64url');

/** Needs no master key. @param read returns the current secrets */
export const composeHashes = (read: () => LastingSecrets): Pick<VaultKeys, 'pseudonym' | 'sign' | 'mark'> => ({
	pseudonym: (kind, tenant, id) => keyedHash(read().naming, kind, tenant, id).toString('base64url'),
	sign: (text) => keyedHash(read().signing, text).toString('base64url'),
	mark: (text) => keyedHash(read().marking, text).toString('base64url'),
});

/** For a host with one master key. @throws TroupeError INPUT_INVALID for one that is not 32 bytes long */
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

export interface SubjectKey {
	seal(value: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
	digest(...parts: string[]): string;
	/** For masks: equal for the same value in all conversations of the person. */
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
