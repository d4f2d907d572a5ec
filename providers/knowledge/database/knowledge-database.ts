import { hash } from 'node:crypto';
import { holdFile } from '../../../database/hold-file';
import { openTenantFile } from '../../../database/tenant-file';
import { type Dialect, guarded, type TenantDatabase, type TenantSchema } from '../../../database/tenant-database';
import { databaseFault } from './database-fault';
import { knowledgeMigrations } from './migrations';
import { knowledgeTables, type Connection, type Tables } from './knowledge-tables';

/** Where the catalogue lies: transactions that see and change the rows of one tenant, and nothing else. */
export interface KnowledgeDatabase extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	/** Whole or not at all; those that change one collection come one after the other. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Something of a tenant's that one process does at a time. @returns what lets go of it; undefined while somebody else does it */
	hold(tenant: string, what: string): Promise<(() => Promise<void>) | undefined>;
	/** What was removed is gone from the journal too, where there is one of our own. */
	forget(): Promise<void>;
	/** On the disk, where it can tell. */
	bytes(): number | undefined;
}

/** Pages come from the system's cache without a copy of our own: a search looks at hundreds of them all over the file. */
const reading = 'PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -16384';

/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, DEPENDENCY_MISSING */
export async function openKnowledgeFile(file: string): Promise<KnowledgeDatabase> {
	const [instead, schema] = ['store the knowledge in PostgreSQL', knowledgeSchema(file)];
	const database = await openTenantFile<Tables>(file, schema, instead, reading);
	return {
		...database,
		dialect: 'sqlite',
		hold: (tenant, what) => guarded(schema.fault, () => holdFile(`${file}-${nameOf(tenant, what)}.hold`, instead)),
		// While another process reads, what is left is overwritten by the next one.
		forget: async () => void (await database.emptyJournal()),
	};
}

/** Of a file: a collection may be called whatever it likes. */
function nameOf(tenant: string, what: string): string {
	return hash('sha256', JSON.stringify([tenant, what])).slice(0, 16);
}

/** @param where for people, without a password @param withPgvector whether a PostgreSQL is to keep vectors itself */
export function knowledgeSchema(where: string, withPgvector = true): TenantSchema {
	return {
		tables: knowledgeTables,
		migrations: (dialect) => knowledgeMigrations(dialect, withPgvector),
		fault: (cause) => databaseFault(cause, where),
	};
}
