import { Kysely, sql } from 'kysely';
import { openSqlite } from '../../../core/database/open-sqlite';
import { OwnTenant } from '../../../core/database/own-tenant';
import { NodeSqliteDialect } from '../../../core/database/sqlite-dialect';
import { databaseFault } from './database-fault';
import { migrate, type Dialect } from './migrations';
import { knowledgeTables, type Connection, type Tables } from './tables';

/** Where the catalogue lies: transactions that see and change the rows of one tenant, and nothing else. */
export interface KnowledgeDatabase {
	readonly dialect: Dialect;
	/** Sees one state of the whole until it ends. */
	read<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Whole or not at all; those that change one collection come one after the other. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** What was removed is gone from the journal too, where there is one of our own. */
	forget(): Promise<void>;
	/** On the disk, where it can tell. */
	bytes(): number | undefined;
	close(): Promise<void>;
}

/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, DEPENDENCY_MISSING */
export async function openKnowledgeFile(file: string): Promise<KnowledgeDatabase> {
	const guarded = async <Result>(act: () => Promise<Result>): Promise<Result> => {
		try {
			return await act();
		} catch (cause) {
			throw databaseFault(cause, file);
		}
	};
	const open = () => openSqlite(file, 'keep the knowledge in PostgreSQL');
	return guarded(async () => {
		const writing = await open();
		// What is removed is overwritten.
		writing.exec('PRAGMA secure_delete = ON');
		const writer = new Kysely<Tables>({ dialect: new NodeSqliteDialect(writing) });
		try {
			await migrate(writer, 'sqlite');
			const reading = await open();
			// Pages come from the system's cache without a copy of our own: a search looks at hundreds of them all over the file.
			reading.exec('PRAGMA query_only = ON; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -16384');
			const reader = new Kysely<Tables>({ dialect: new NodeSqliteDialect(reading, 'deferred') });
			const within =
				(database: Kysely<Tables>) =>
				<Result>(tenant: string, work: (connection: Connection) => Promise<Result>) =>
					guarded(() =>
						database.transaction().execute((connection) => work(connection.withPlugin(new OwnTenant(tenant, knowledgeTables)))),
					);
			const size = writing.prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size');
			return {
				dialect: 'sqlite',
				read: within(reader),
				change: within(writer),
				// While another process reads, what is left is overwritten by the next one.
				forget: async () => {
					// By the writer's own turn: within another change it would be refused.
					await sql`pragma wal_checkpoint(truncate)`.execute(writer);
				},
				bytes: () => Number(size.get()?.bytes),
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
