import type { CompiledQuery } from 'kysely';

const sent = new WeakSet<CompiledQuery>();

/** Runs a statement without waiting on PostgreSQL. The next awaited statement, at the latest the commit, throws its fault. */
export async function sendStatement(
	connection: { executeQuery(query: CompiledQuery): Promise<unknown> },
	statement: CompiledQuery,
): Promise<void> {
	sent.add(statement);
	await connection.executeQuery(statement);
}

export const isOnlySent = (statement: CompiledQuery): boolean => sent.has(statement);
