import type { Transaction } from 'kysely';
import { isTroupeError, type TroupeError } from '../core/base/errors';
import type { Migrations } from './apply-migrations';
import type { TenantTables } from './own-tenant';

export type Dialect = 'sqlite' | 'postgres';

/** What a store keeps in a database. */
export interface TenantSchema {
	tables: TenantTables;
	migrations: (dialect: Dialect) => Migrations;
	/** What the failure of a statement is told as. */
	fault: (cause: unknown) => TroupeError;
}

/** Transactions that see and change the rows of one tenant, and nothing else. */
export interface TenantDatabase<Tables> {
	/** Sees one state of the whole until it ends. */
	read<Result>(tenant: string, work: (connection: Transaction<Tables>) => Promise<Result>): Promise<Result>;
	close(): Promise<void>;
}

/** @throws TroupeError as `fault` tells it */
export async function guarded<Result>(fault: TenantSchema['fault'], act: () => Promise<Result>): Promise<Result> {
	try {
		return await act();
	} catch (cause) {
		throw isTroupeError(cause) ? cause : fault(cause);
	}
}
