import type { Dialect, TenantDatabase } from '../../../providers/database/tenant-database';
import type { Connection, Tables } from './tables';

/** The registry's storage: transactions, each for one tenant, and notifications of changes by other processes. */
export interface Store extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	/** Runs a transaction that sees and changes the rows of one tenant only, completely or not at all. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Runs a transaction on rows without a tenant: the editions of the root. */
	global<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Rises when another process changed something; undefined if the database notifies (`watch`). */
	changesOfOthers?: () => number;
	/** Calls back with the tenant of each committed change; without a tenant if notifications may have been missed. */
	watch(heard: (tenant: string | undefined) => void): () => Promise<void>;
}
