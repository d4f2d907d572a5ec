import { hash } from 'node:crypto';
import { holdFile } from '../../database/sqlite/hold-file';
import { openTenantFile } from '../../database/tenant-file';
import { type Dialect, guarded, type TenantDatabase, type TenantSchema } from '../../database/tenant-database';
import { databaseFault } from './database-fault';
import { knowledgeMigrations } from './migrations';
import { knowledgeTables, type Connection, type Tables } from './knowledge-tables';

/** The catalogue's database: transactions that see and change only the rows of one tenant. */
export interface KnowledgeDatabase extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	/** Applies all or nothing; changes of one collection run one after the other. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Takes a lock of a tenant, which one process at a time can hold. @returns a function that releases it; undefined while another process holds it */
	hold(tenant: string, what: string): Promise<(() => Promise<void>) | undefined>;
	/** Clears removed data from the journal too, if the store has its own. */
	forget(): Promise<void>;
	/** Size on disk, if known. */
	bytes(): number | undefined;
}

/** Maps pages from the system's cache without copying: a search reads hundreds of them all over the file. */
const reading = 'PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -16384';

/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, DEPENDENCY_MISSING */
export async function openKnowledgeFile(file: string): Promise<KnowledgeDatabase> {
	const [instead, schema] = ['store the knowledge in PostgreSQL', knowledgeSchema(file)];
	const database = await openTenantFile<Tables>(file, schema, instead, reading);
	return {
		...database,
		dialect: 'sqlite',
		hold: (tenant, what) => guarded(schema.fault, () => holdFile(`${file}-${hashName(tenant, what)}.hold`, instead)),
		// While another process reads, the next call overwrites the rest.
		forget: async () => void (await database.emptyJournal()),
	};
}

/** Makes a file name: the name of a collection can have any characters. */
function hashName(tenant: string, what: string): string {
	return hash('sha256', JSON.stringify([tenant, what])).slice(0, 16);
}

/** @param where the address for messages, without a password @param withPgvector whether PostgreSQL stores the vectors itself */
export function knowledgeSchema(where: string, withPgvector = true): TenantSchema {
	return {
		tables: knowledgeTables,
		migrations: (dialect) => knowledgeMigrations(dialect, withPgvector),
		fault: (cause) => databaseFault(cause, where),
	};
}
