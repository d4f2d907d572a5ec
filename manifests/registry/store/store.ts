import type { Connection, Database } from './tables';

/** Where the registry keeps things: transactions of one tenant each, and word of what other processes change. */
export interface Store {
	readonly dialect: 'sqlite' | 'postgres';
	/** Held to no tenant: for its schema. */
	readonly database: Database;
	/** A transaction that sees and changes one tenant's rows: nothing else is there for it. Whole or not at all. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** A transaction on what belongs to no tenant: the editions of the root. */
	global<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	read<Result>(tenant: string, work: (connection: Database | Connection) => Promise<Result>): Promise<Result>;
	/** Rises when another process changed anything; undefined where the database tells by itself (`watch`). */
	changesOfOthers?: () => number;
	/** Calls back with the tenant of each change that anybody commits; with none when some may have been missed. */
	watch(heard: (tenant: string | undefined) => void): () => Promise<void>;
	close(): Promise<void>;
}

/** Before the schema is there; `prepare` is called when it is. */
export type UnpreparedStore = Store & { prepare?: () => Promise<void> };
