import { hash } from 'node:crypto';
import { faultReason, isLasting, shortenMessage } from '../../database/fault-reason';
import type { FaultReason } from '../../database/fault-reason';
import { TroupeError, isTroupeError } from '../../../core/base/errors';
import { holdFile } from '../../database/sqlite/hold-file';
import { openTenantFile } from '../../database/tenant-file';
import { type Dialect, guarded, type TenantDatabase, type TenantSchema } from '../../database/tenant-database';
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
	const instead = 'store the knowledge in PostgreSQL';
	const schema = knowledgeSchema(file);
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

/** @param where the address for messages, without a password */
function databaseFault(cause: unknown, where: string): TroupeError {
	if (isTroupeError(cause)) return cause;
	const reason = faultReason(cause);
	if (reason === undefined)
		return new TroupeError({
			code: 'INTERNAL',
			message: `The knowledge store (${where}) refused a statement: ${shortenMessage(cause)}.`,
			fix: 'Report this with the version of Troupe and the steps to reproduce it.',
			cause,
		});
	const message = `The knowledge store (${where}) ${reason.text}: ${shortenMessage(cause)}. Nothing was changed.`;
	if (reason.kind === 'full')
		return new TroupeError({
			code: 'KNOWLEDGE_STORE_FULL',
			message,
			fix: 'Free space on its disk, then retry.',
			cause,
		});
	return new TroupeError({
		code: 'KNOWLEDGE_STORE_UNREACHABLE',
		message,
		fix: suggestFix(reason),
		retryable: !isLasting(reason),
		cause,
	});
}

function suggestFix({ kind }: FaultReason): string {
	if (kind === 'damaged') return 'Restore its file from a backup, or move it away and ingest the documents again.';
	if (kind === 'login') return 'Correct the user, password and database in its address (TROUPE_KNOWLEDGE_STORE).';
	if (kind === 'permissions')
		return 'Make the user of its address the owner of the database, or grant it permission to create, read and write tables in its schema.';
	return 'Check that it is reachable and that its file can be read and written, then retry.';
}
