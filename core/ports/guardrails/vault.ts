import type { Match } from './match';

export interface PersonalDataVault {
	/** The same value always gets the same token. */
	mask(text: string): Promise<{ text: string; matches: Match[] }>;
	/** Only tokens of this vault, in any case. */
	restore(text: string): Promise<string>;
	/** Unmasked personal data, known to the vault or not. Tokens do not count. */
	find(text: string): Promise<Match[]>;
	/** Without tokens of this vault. */
	findUnknown(text: string): Promise<Match[]>;
	/** Irreversible, partial (`f***o@email.com`), for storage. Takes text with tokens or values. */
	redact(text: string): Promise<string>;
}

export interface VaultScope {
	tenant: string;
	/** Keyed hash of the conversation's name: id and owner. */
	conversation: string;
	/** Keyed hash of the id alone, often a telephone number. Others have conversations under the same id. */
	holder: string;
}

export interface VaultConversation {
	/** Part of the tokens, unique in the tenant. */
	nonce: string;
	/** Keyed hash of the person; of the conversation's id until a person is set. */
	subject: string;
	keyId: string;
	/** Encrypted with the host's key. */
	wrappedKey: Uint8Array;
}

/** Only the person's key decrypts the value. */
export interface VaultEntry {
	/** Canonical (core/base/text/masked-token.ts). */
	token: string;
	/** Keyed hashes of the written and the canonical value. */
	value: string;
	canonical: string;
	sealed: Uint8Array;
	/** Milliseconds since the epoch; then the entry counts as missing. */
	expiresAt: number;
}

/** `value-taken`: another entry has the value; `token-taken`: another entry has the token; `gone`: the conversation or its key was removed. */
export type VaultAddition = 'added' | 'value-taken' | 'token-taken' | 'full' | 'gone';

/** Shared by any number of processes. Holds only hashed or encrypted values, ids and keys. */
export interface VaultStore {
	/** Stores the first `fingerprint`, and returns that one at every later call. */
	claim(fingerprint: string): Promise<string>;
	conversation(scope: VaultScope, now: number): Promise<VaultConversation | undefined>;
	conversationsOf(scope: VaultScope, now: number): Promise<Array<VaultConversation & Pick<VaultScope, 'conversation'>>>;
	/** All processes get the first conversation. Assigns the person if none was set. Undefined if another conversation has the nonce. */
	openConversation(scope: VaultScope, fresh: VaultConversation, expiresAt: number, now: number): Promise<VaultConversation | undefined>;
	/** Returns the first of `count` reserved numbers. They start at 1 and are never reused. */
	takeNumbers(scope: VaultScope, label: string, count: number): Promise<number>;
	/** In order; `full` if the conversation has `max` entries. */
	add(scope: VaultScope, keyId: string, entries: VaultEntry[], max: number, now: number): Promise<VaultAddition[]>;
	find(scope: VaultScope, by: 'token' | 'value' | 'canonical', wanted: string[], now: number): Promise<VaultEntry[]>;
	renew(scope: VaultScope, tokens: string[], expiresAt: number): Promise<void>;
	/** With all data encrypted with them. Returns the number of keys. */
	destroySubject(tenant: string, subject: string): Promise<number>;
	/** `add` also does it gradually. Returns the number of entries. */
	clean(now: number): Promise<number>;
}
