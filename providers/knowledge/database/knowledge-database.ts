import { hash } from 'node:crypto';
import { holdFile } from '../../database/sqlite/hold-file';
import { openTenantFile } from '../../database/tenant-file';
import { type Dialect, guarded, type TenantDatabase, type TenantSchema } from '../../database/tenant-database';
import { databaseFault } from './database-fault';
import { knowledgeMigrations } from './migrations';
import { knowledgeTables, type Connection, type Tables } from './knowledge-tables';

export interface KnowledgeDatabase extends TenantDatabase<Tables> {
	readonly dialect: Dialect;
	/** Atomic; changes of one collection run one after the other. */
	change<Result>(tenant: string, work: (connection: Connection) => Promise<Result>): Promise<Result>;
	/** Exclusive lock of a tenant. @returns a function that releases it; undefined while another process holds it */
	hold(tenant: string, what: string): Promise<(() => Promise<void>) | undefined>;
	forget(): Promise<void>;
	bytes(): number | undefined;
}

/** Maps pages without copying: a search reads hundreds of them. */
const reading = 'PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -16384';

/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, DEPENDENCY_MISSING */
export async function openKnowledgeFile(file: string): Promise<KnowledgeDatabase> {
	const [instead, schema] = ['store the knowledge in PostgreSQL', knowledgeSchema(file)];
	const database = await openTenantFile<Tables>(file, schema, instead, reading);
	return {
		...database,
		dialect: 'sqlite',
		hold: (tenant, what) => guarded(schema.fault, () => holdFile(`${file}-${hashName(tenant, what)}.hold`, instead)),
		forget: async () => void (await database.emptyJournal()),
	};
}

function hashName(tenant: string, what: string): string {
	return hash('sha256', JSON.stringify([tenant, what])).slice(0, 16);
}

/** @param where the address for messages, without a password @param withPgvector true if PostgreSQL stores the vectors */
export function knowledgeSchema(where: string, withPgvector = true): TenantSchema {
	return {
		tables: knowledgeTables,
		migrations: (dialect) => knowledgeMigrations(dialect, withPgvector),
		fault: (cause) => databaseFault(cause, where),
	};
}
