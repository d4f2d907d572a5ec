import type { Dialect, TenantDatabase } from '../../../providers/database/tenant-database';
import type { Connection, Tables } from './tables';

/** Storage: transactions per tenant, and notifications of other processes' changes. */
export interface Store extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	/** Sees and changes only one tenant's rows, atomically. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	global<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Rises with other processes' changes; undefined if the database notifies (`watch`). */
	changesOfOthers?: () => number;
	/** Called per committed change; without a tenant if notifications may be lost. */
	watch(heard: (tenant: string | undefined) => void): () => Promise<void>;
}
