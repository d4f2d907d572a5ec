import { CompiledQuery } from 'kysely';
import type { ResealChange, ResealConnection } from '../database/reseal-rows';
import { shortenMessage, isLasting, faultReason } from '../database/fault-reason';
import type { Dialect, TenantDatabase, TenantSchema } from '../database/tenant-database';
import { openTenantFile } from '../database/tenant-file';
import { TroupeError } from '../../core/base/errors';
import { memoryMigrations, memoryTables, type Connection, type Tables } from './memory-tables';

export interface MemoryDatabase extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	readonly where: string;
	/** Atomic. @param owner a person or conversation, whose changes run one after the other */
	change<Result>(tenant: string, owner: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** In the order of their names. */
	hold(connection: Connection, tenant: string, owners: string[]): Promise<void>;
	/** For rows of every tenant, as in providers/database/reseal-rows.ts. Atomic. */
	changeRows: ResealChange;
	forget(): Promise<void>;
}

/** @throws TroupeError MEMORY_STORE_UNREACHABLE, NOT_SUPPORTED for a file of a later version, DEPENDENCY_MISSING */
export async function openMemoryFile(file: string): Promise<MemoryDatabase> {
	const database = await openTenantFile<Tables>(file, memorySchema(file), 'store the memory in PostgreSQL');
	return {
		...database,
		dialect: 'sqlite',
		where: file,
		change: (tenant, _owner, work) => database.change(tenant, work),
		hold: () => Promise.resolve(),
		changeRows: (work) => database.changeAll((connection) => work(toRows(connection, 'sqlite'))),
		forget: async () => {
			if (!(await database.emptyJournal())) throw stillRead(file);
		},
	};
}

export function toRows(connection: Connection, dialect: Dialect): ResealConnection {
	const query = (text: string, values: readonly unknown[]) => {
		let number = 0;
		const numbered = dialect === 'postgres' ? text.replace(/\?/g, () => `$${++number}`) : text;
		return connection.executeQuery<Record<string, unknown>>(CompiledQuery.raw(numbered, [...values]));
	};
	return {
		dialect,
		all: async <Found>(text: string, ...values: unknown[]) => (await query(text, values)).rows as Found[],
		run: async (text, ...values) => Number((await query(text, values)).numAffectedRows ?? 0),
	};
}

export function memorySchema(where: string): TenantSchema {
	return { tables: memoryTables, migrations: memoryMigrations, plansByIndexes: true, fault: (cause) => databaseFault(cause, where) };
}

function stillRead(file: string): TroupeError {
	return new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `The data was removed from ${file}, but not yet from its journal: another process is reading it, or the disk is full.`,
		fix: 'Retry to remove it from the journal too.',
		retryable: true,
	});
}

function databaseFault(cause: unknown, where: string): TroupeError {
	const reason = faultReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The memory store (${where}) refused a statement: ${shortenMessage(cause)}.`,
			fix: 'Report this with the version of Troupe and the steps to reproduce it.',
			cause,
		});
	return new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `The memory store (${where}) ${reason.text}: ${shortenMessage(cause)}. Nothing was changed.`,
		fix: isLasting(reason)
			? 'Set TROUPE_MEMORY_STORE to another store, or repair this one: for PostgreSQL, check user, password, database and permissions; for a file, restore a backup.'
			: 'Check that it is reachable, has free space, and that its file can be read and written; then retry.',
		retryable: !isLasting(reason),
		cause,
	});
}
