import type { Kysely, Transaction } from 'kysely';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { Migrations } from './apply-migrations';
import type { TenantTables } from './own-tenant';

export type Dialect = 'sqlite' | 'postgres';

/** The tables and migrations of a store. */
export interface TenantSchema {
	tables: TenantTables;
	migrations: (dialect: Dialect) => Migrations;
	/** Tells SQLite how much each index tells apart: without it, it reads all rows of a tenant. */
	plansByIndexes?: true;
	/** Translates the failure of a statement. */
	fault: (cause: unknown) => TroupeError;
}

/** Runs transactions that see and change only the rows of one tenant. */
export interface TenantDatabase<Tables> {
	/** Sees one state of the database until it ends. */
	read<Result>(tenant: string, work: (connection: Transaction<Tables>) => Promise<Result>): Promise<Result>;
	/** Applies all or nothing, to rows of every tenant whose tables show them. */
	changeAll<Result>(work: (connection: Transaction<Tables>) => Promise<Result>): Promise<Result>;
	/** Not limited to a tenant: for work on the database as a whole. */
	readonly whole: Kysely<Tables>;
	close(): Promise<void>;
}

/** @throws TroupeError as `fault` translates it */
export async function guarded<Result>(fault: TenantSchema['fault'], act: () => Promise<Result>): Promise<Result> {
	try {
		return await act();
	} catch (cause) {
		throw isTroupeError(cause) ? cause : fault(cause);
	}
}
