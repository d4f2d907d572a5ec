import { Kysely, sql } from 'kysely';
import { applyMigrations } from '../../core/database/apply-migrations';
import { openSqlite } from '../../core/database/open-sqlite';
import { OwnTenant } from '../../core/database/own-tenant';
import { briefOf, passingReason } from '../../core/database/passing-reason';
import { NodeSqliteDialect } from '../../core/database/sqlite-dialect';
import { isTroupeError, TroupeError } from '../../core/errors';
import { memoryMigrations, memoryTables, type Connection, type Dialect, type Tables } from './tables';

/** Where memory lies: transactions that see and change the rows of one tenant, and nothing else. */
export interface MemoryDatabase {
	readonly dialect: Dialect;
	/** For people, without a password. */
	readonly where: string;
	/** Sees one state of the whole until it ends. */
	read<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Whole or not at all. @param owner a person or a conversation: the changes of one come one after the other */
	change<Result>(tenant: string, owner: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Within a change: further owners, in the order of their names. */
	hold(connection: Connection, tenant: string, owners: string[]): Promise<void>;
	/** What was removed is gone from the journal too, where there is one of our own. */
	forget(): Promise<void>;
	close(): Promise<void>;
}

/** @throws TroupeError MEMORY_STORE_UNREACHABLE, NOT_SUPPORTED for a file of a later version, DEPENDENCY_MISSING */
export async function openMemoryFile(file: string): Promise<MemoryDatabase> {
	const open = () => openSqlite(file, 'keep the memory in PostgreSQL');
	return guarded(file, async () => {
		const writing = await open();
		// What is removed is overwritten.
		writing.exec('PRAGMA secure_delete = ON');
		const writer = new Kysely<Tables>({ dialect: new NodeSqliteDialect(writing) });
		try {
			await applyMigrations(writer, memoryMigrations('sqlite'));
			const reading = await open();
			reading.exec('PRAGMA query_only = ON');
			const reader = new Kysely<Tables>({ dialect: new NodeSqliteDialect(reading, 'deferred') });
			const within = <Result>(database: Kysely<Tables>, tenant: string, work: (connection: Connection) => Promise<Result>) =>
				guarded(file, () => database.transaction().execute((connection) => work(held(connection, tenant))));
			return {
				dialect: 'sqlite',
				where: file,
				read: (tenant, work) => within(reader, tenant, work),
				// There is one writer at a time as it is.
				change: (tenant, _owner, work) => within(writer, tenant, work),
				hold: () => Promise.resolve(),
				forget: () => guarded(file, () => emptyJournal(writer, file)),
				close: async () => {
					await reader.destroy();
					await writer.destroy();
					// Kysely leaves open what it never used.
					for (const connection of [reading, writing]) if (connection.isOpen) connection.close();
				},
			};
		} catch (cause) {
			await writer.destroy();
			if (writing.isOpen) writing.close();
			throw cause;
		}
	});
}

export const held = (connection: Connection, tenant: string): Connection => connection.withPlugin(new OwnTenant(tenant, memoryTables));

/** By the writer's own turn: within another change it would be refused. */
async function emptyJournal(writer: Kysely<Tables>, file: string): Promise<void> {
	const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(writer);
	if (rows[0]?.busy === 0) return;
	throw new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `What was forgotten is gone from ${file}, but not yet from its journal, which another process is reading.`,
		fix: 'Do it again: then it is gone from there too.',
		retryable: true,
	});
}

export async function guarded<Result>(where: string, act: () => Promise<Result>): Promise<Result> {
	try {
		return await act();
	} catch (cause) {
		throw isTroupeError(cause) ? cause : fault(cause, where);
	}
}

/** What failed is the store's database, not what was asked of it. */
function fault(cause: unknown, where: string): TroupeError {
	const reason = passingReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The store of memory (${where}) refused a statement: ${briefOf(cause)}.`,
			fix: 'Report it, with the version of Troupe and what was done.',
			cause,
		});
	return new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `The store of memory (${where}) ${reason}: ${briefOf(cause)}. Nothing was changed.`,
		fix: 'See that it can be reached, has room, and that its file may be read and written; then do it again.',
		retryable: true,
		cause,
	});
}
