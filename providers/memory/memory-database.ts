import { briefOf, isLasting, passingReason } from '../../database/passing-reason';
import type { Dialect, TenantDatabase, TenantSchema } from '../../database/tenant-database';
import { openTenantFile } from '../../database/tenant-file';
import { TroupeError } from '../../core/base/errors';
import { memoryMigrations, memoryTables, type Connection, type Tables } from './memory-tables';

/** Where memory lies: transactions that see and change the rows of one tenant, and nothing else. */
export interface MemoryDatabase extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	/** For people, without a password. */
	readonly where: string;
	/** Whole or not at all. @param owner a person or a conversation: the changes of one come one after the other */
	change<Result>(tenant: string, owner: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Within a change: further owners, in the order of their names. */
	hold(connection: Connection, tenant: string, owners: string[]): Promise<void>;
	/** What was removed is gone from the journal too, where there is one of our own. */
	forget(): Promise<void>;
}

/** @throws TroupeError MEMORY_STORE_UNREACHABLE, NOT_SUPPORTED for a file of a later version, DEPENDENCY_MISSING */
export async function openMemoryFile(file: string): Promise<MemoryDatabase> {
	const database = await openTenantFile<Tables>(file, memorySchema(file), 'store the memory in PostgreSQL');
	return {
		...database,
		dialect: 'sqlite',
		where: file,
		// There is one writer at a time as it is.
		change: (tenant, _owner, work) => database.change(tenant, work),
		hold: () => Promise.resolve(),
		forget: async () => {
			if (!(await database.emptyJournal())) throw stillRead(file);
		},
	};
}

/** @param where for people, without a password */
export function memorySchema(where: string): TenantSchema {
	return { tables: memoryTables, migrations: memoryMigrations, fault: (cause) => databaseFault(cause, where) };
}

function stillRead(file: string): TroupeError {
	return new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `The data was removed from ${file}, but not yet from its journal: another process is reading it, or the disk is full.`,
		fix: 'Retry to remove it from the journal too.',
		retryable: true,
	});
}

/** What failed is the store's database, not what was asked of it. */
function databaseFault(cause: unknown, where: string): TroupeError {
	const reason = passingReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The memory store (${where}) refused a statement: ${briefOf(cause)}.`,
			fix: 'Report this with the version of Troupe and the steps to reproduce it.',
			cause,
		});
	return new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `The memory store (${where}) ${reason}: ${briefOf(cause)}. Nothing was changed.`,
		fix: isLasting(reason)
			? 'Set TROUPE_MEMORY_STORE to another store, or repair this one: for PostgreSQL, check user, password, database and permissions; for a file, restore a backup.'
			: 'Check that it is reachable, has free space, and that its file can be read and written; then retry.',
		retryable: !isLasting(reason),
		cause,
	});
}
