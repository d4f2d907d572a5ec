import type { Match } from './match';

/** Replaces personal data with tokens and restores it, within one conversation. */
export interface PersonalDataVault {
	/** The same value always gets the same token. */
	mask(text: string): Promise<{ text: string; matches: Match[] }>;
	/** Restores tokens that this vault issued, in any case. Leaves other tokens unchanged. */
	restore(text: string): Promise<string>;
	/** Finds unmasked personal data in `text`, whether or not the vault knows it. Tokens do not count. */
	find(text: string): Promise<Match[]>;
	/** Finds personal data in `text` that this vault never issued a token for. */
	findUnknown(text: string): Promise<Match[]>;
	/** Masks values partially and irreversibly (`f***o@email.com`), for storage. Takes text with tokens or with values. */
	redact(text: string): Promise<string>;
}

/** One conversation of one tenant in a vault. */
export interface VaultScope {
	tenant: string;
	/** A keyed hash of the conversation's name: its id, and whose it is. */
	conversation: string;
	/** A keyed hash of its id alone, which is often a telephone number. Others have conversations under the same id. */
	holder: string;
}

/** The data that all tokens of a conversation share. */
export interface VaultConversation {
	/** Part of its tokens. No other conversation of the tenant has the same. */
	nonce: string;
	/** A keyed hash of the person whose data it holds; that of the conversation's id until a person is set. */
	subject: string;
	/** Names the subject's key. */
	keyId: string;
	/** The person's key, encrypted with the host's key. */
	wrappedKey: Uint8Array;
}

/** A token and its value, which only the person's key decrypts. */
export interface VaultEntry {
	/** In canonical spelling (core/base/text/masked-token.ts). */
	token: string;
	/** Keyed hashes of the value as it was written, and of its canonical form. */
	value: string;
	canonical: string;
	/** The encrypted value. */
	sealed: Uint8Array;
	/** Milliseconds since the epoch; from then on the entry counts as missing. */
	expiresAt: number;
}

/** `value-taken`: another entry has that value; `token-taken`: another entry has that token; `gone`: the conversation or its key was removed. */
export type VaultAddition = 'added' | 'value-taken' | 'token-taken' | 'full' | 'gone';

/** Stores the tokens of conversations, shared by any number of processes. Holds only hashed or encrypted values, ids and keys. */
export interface VaultStore {
	/** Stores the first `fingerprint` of a host key, and returns that one at every later call. */
	claim(fingerprint: string): Promise<string>;
	conversation(scope: VaultScope, now: number): Promise<VaultConversation | undefined>;
	/** Returns all conversations under the id of this one. */
	conversationsOf(scope: VaultScope, now: number): Promise<Array<VaultConversation & Pick<VaultScope, 'conversation'>>>;
	/**
	 * Opens the conversation, or creates it from `fresh`. All processes get the one that was created first. Assigns the named person if none was set.
	 * Returns undefined if another conversation has the nonce.
	 */
	openConversation(scope: VaultScope, fresh: VaultConversation, expiresAt: number, now: number): Promise<VaultConversation | undefined>;
	/** Reserves `count` numbers for tokens with this label, and returns the first one. Numbers start at 1 and are never reused. */
	takeNumbers(scope: VaultScope, label: string, count: number): Promise<number>;
	/** Returns one outcome for each entry, in order: `full` if the conversation already holds `max` entries. */
	add(scope: VaultScope, keyId: string, entries: VaultEntry[], max: number, now: number): Promise<VaultAddition[]>;
	/** Returns matching entries that have not expired. */
	find(scope: VaultScope, by: 'token' | 'value' | 'canonical', wanted: string[], now: number): Promise<VaultEntry[]>;
	/** Extends the lifetime of entries and of their conversation. */
	renew(scope: VaultScope, tokens: string[], expiresAt: number): Promise<void>;
	/** Deletes a person's keys and all data encrypted with them. Returns the number of keys. */
	destroySubject(tenant: string, subject: string): Promise<number>;
	/** Removes expired entries, which `add` also does gradually. Returns the number of entries. */
	clean(now: number): Promise<number>;
}
