import type { CompiledQuery } from 'kysely';

const sent = new WeakSet<CompiledQuery>();

/**
 * Runs a statement of a transaction whose result is not needed. On PostgreSQL it is only sent: the statements after it run after it. Where it
 * fails, its fault is thrown by the next statement that is waited for, at the latest by the commit.
 */
export async function sendStatement(
	connection: { executeQuery(query: CompiledQuery): Promise<unknown> },
	statement: CompiledQuery,
): Promise<void> {
	sent.add(statement);
	await connection.executeQuery(statement);
}

export const isOnlySent = (statement: CompiledQuery): boolean => sent.has(statement);
