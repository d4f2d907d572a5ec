import { withoutPassword } from '../../database/database-place';
import { holdInPostgres } from '../../database/postgres/hold-postgres';
import { guarded } from '../../database/tenant-database';
import { openTenantPostgres } from '../../database/tenant-postgres';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { type KnowledgeDatabase, knowledgeSchema } from './knowledge-database';
import type { Tables } from './knowledge-tables';

const name = 'troupe knowledge';

/**
 * @param address `postgres://…` @param withPgvector false for a catalogue with vectors elsewhere
 * @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, NOT_SUPPORTED if it must store vectors but has no pgvector
 */
export async function openKnowledgePostgres(address: string, { withPgvector = true } = {}): Promise<KnowledgeDatabase> {
	const where = withoutPassword(address);
	const schema = knowledgeSchema(where, withPgvector);
	const fault = (cause: unknown) =>
		/extension "vector"|type "vector"/.test(getErrorMessage(cause)) ? withoutVectors(where, cause) : schema.fault(cause);
	const database = await openTenantPostgres<Tables>(address, { ...schema, fault }, name);
	return {
		...database,
		dialect: 'postgres',
		// Changes of a tenant run one after the other.
		change: (tenant, work) => database.change(tenant, work, `${name} ${tenant}`),
		hold: (tenant, what) => guarded(fault, () => holdInPostgres(address, name, JSON.stringify([tenant, what]))),
		forget: () => Promise.resolve(),
		bytes: () => undefined,
	};
}

function withoutVectors(where: string, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The PostgreSQL at ${where} has no pgvector, or does not allow its use: ${getErrorMessage(cause).split('\n')[0]}.`,
		fix: 'Install pgvector on its server and run `create extension vector` in the database, or store the knowledge in SQLite.',
		cause,
	});
}
