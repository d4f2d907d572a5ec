import type { Kysely, Transaction } from 'kysely';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { Migrations } from './apply-migrations';
import type { TenantTables } from './own-tenant';

export type Dialect = 'sqlite' | 'postgres';

export interface TenantSchema {
	tables: TenantTables;
	migrations: (dialect: Dialect) => Migrations;
	/** Gives SQLite index statistics: otherwise it reads all rows of a tenant. */
	plansByIndexes?: true;
	fault: (cause: unknown) => TroupeError;
}

export interface TenantDatabase<Tables> {
	read<Result>(tenant: string, work: (connection: Transaction<Tables>) => Promise<Result>): Promise<Result>;
	/** Applies all or nothing, to rows of every tenant in tables that show them. */
	changeAll<Result>(work: (connection: Transaction<Tables>) => Promise<Result>): Promise<Result>;
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
