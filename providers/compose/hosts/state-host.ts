import type { Clock } from '../../../core/ports/host';

/** Where a host keeps its state. */
export interface StateHost {
	/** Folder of Troupe's state: conversations, their tokens, violations and usage are kept in it. Without a folder and a database, nothing outlives the run. */
	stateFolder?: string;
	/** `postgres://…`: keeps the state of all machines in place of files. Default: TROUPE_DATABASE_URL. Blank: files. */
	database?: string;
	/** `redis://…`: carries wake-ups between processes. Default: TROUPE_REDIS_URL. Blank: none. */
	redis?: string;
}

/** What the token vault needs. */
export interface VaultHost extends StateHost {
	/** Default `default`. */
	tenant?: string;
	/** The master key, 32 bytes in base64 or hex. Default: TROUPE_VAULT_KEY, else `vault.key` in the state folder. */
	vaultKey?: string;
	/** How long a token can be restored after its value was last masked, in milliseconds. Default: thirty days. */
	vaultTtlMs?: number;
	clock?: Clock;
	/** The workflow of n8n that it works for: conversations belong to it. */
	workflow?: string;
	/** The process that it works for: its tasks share the tokens of a conversation. */
	process?: string;
}

/** What the memory of persons and conversations needs. */
export interface MemoryStoreHost extends VaultHost {
	/** `postgres://…`, or the path of a file. Default: TROUPE_MEMORY_STORE, else `memory.db` in the state folder. */
	memoryStore?: string;
	/** A local model that compares memories with a question. Default: TROUPE_EMBEDDING_MODEL; without one, words are compared. */
	embeddingModel?: string;
	/** How long a person or a conversation is kept after the last use, in milliseconds. Default: a year. */
	memoryTtlMs?: number;
}
