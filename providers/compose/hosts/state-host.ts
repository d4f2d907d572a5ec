import type { Clock } from '../../../core/ports/host';

export interface StateHost {
	/** Folder of Troupe's state. Without a folder and a database, nothing outlives the run. */
	stateFolder?: string;
	/** `postgres://…`: shared state in place of files. Default: TROUPE_DATABASE_URL. Blank: files. */
	database?: string;
	/** `redis://…`: wake-ups between processes. Default: TROUPE_REDIS_URL. Blank: none. */
	redis?: string;
}

export interface VaultHost extends StateHost {
	/** Default `default`. */
	tenant?: string;
	/** The master key, 32 bytes in base64 or hex. Default: TROUPE_VAULT_KEY, else `vault.key` in the state folder. */
	vaultKey?: string;
	/** Milliseconds after the last masking of a value in which its token can be restored. Default: thirty days. */
	vaultTtlMs?: number;
	clock?: Clock;
	/** The n8n workflow that owns the conversations. */
	workflow?: string;
	/** The process whose tasks share the tokens of a conversation. */
	process?: string;
}

export interface MemoryStoreHost extends VaultHost {
	/** `postgres://…`, or the path of a file. Default: TROUPE_MEMORY_STORE, else `memory.db` in the state folder. */
	memoryStore?: string;
	/** A local model that compares memories with a question. Default: TROUPE_EMBEDDING_MODEL; absent: words are compared. */
	embeddingModel?: string;
	/** Milliseconds to keep a person or conversation after the last use. Default: a year. */
	memoryTtlMs?: number;
}
