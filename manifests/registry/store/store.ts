import type { Connection, Database } from './tables';

/** The registry's storage: transactions, each for one tenant, and notifications of changes by other processes. */
export interface Store {
	readonly dialect: 'sqlite' | 'postgres';
	/** Not limited to a tenant: for the schema. */
	readonly database: Database;
	/** Runs a transaction that sees and changes the rows of one tenant only, completely or not at all. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Runs a transaction on rows without a tenant: the editions of the root. */
	global<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	read<Result>(tenant: string, work: (connection: Database | Connection) => Promise<Result>): Promise<Result>;
	/** Rises when another process changed something; undefined if the database notifies (`watch`). */
	changesOfOthers?: () => number;
	/** Calls back with the tenant of each committed change; without a tenant if notifications may have been missed. */
	watch(heard: (tenant: string | undefined) => void): () => Promise<void>;
	close(): Promise<void>;
}

/** Before the migration; `prepare` is called after it. */
export type UnpreparedStore = Store & { prepare?: () => Promise<void> };
