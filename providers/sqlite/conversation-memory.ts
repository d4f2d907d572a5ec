import { createHash } from 'node:crypto';
import type { ConversationMemory, RememberedTurn } from '../../core/ports';
import { type Connection, shareDatabase } from './shared-database';

/** Turns kept of each conversation; older ones are forgotten as new ones come. */
const keptTurns = 200;

const schema = `
	CREATE TABLE IF NOT EXISTS turn (
		id INTEGER PRIMARY KEY,
		tenant TEXT NOT NULL,
		conversation TEXT NOT NULL,
		message TEXT NOT NULL,
		reply TEXT NOT NULL,
		at INTEGER NOT NULL
	) STRICT;
	CREATE INDEX IF NOT EXISTS turn_by_conversation ON turn (tenant, conversation, id);
`;

/**
 * Remembers conversations in a SQLite file that several processes may share; it is opened, and its folder created for this user alone, on first use.
 * A tenant sees its own conversations only.
 * @param patienceMs how long another process may keep the file to itself
 * @throws TroupeError INTERNAL, retryable while another process keeps the file to itself
 */
export function openConversationMemory(file: string, tenant: string, patienceMs?: number): ConversationMemory & { close(): void } {
	const database = shareDatabase({ file, what: 'The conversations', schema, version: 1, patienceMs });
	return {
		recall: (conversationId, limit) => database.use((connection) => recall(connection, tenant, hidden(conversationId), limit)),
		remember: (conversationId, turn) => database.change((connection) => remember(connection, tenant, hidden(conversationId), turn)),
		close: () => database.close(),
	};
}

/** Who writes from a phone is often known by its number: a conversation is found by its id, and tells nobody whose it is at a glance. */
function hidden(conversationId: string): string {
	return createHash('sha256').update(conversationId).digest('base64url');
}

function recall(connection: Connection, tenant: string, conversation: string, limit: number): RememberedTurn[] {
	const newest = connection.sql('SELECT message, reply, at FROM turn WHERE tenant = ? AND conversation = ? ORDER BY id DESC LIMIT ?');
	return (newest.all(tenant, conversation, Math.max(0, limit)) as unknown as RememberedTurn[]).reverse();
}

function remember(connection: Connection, tenant: string, conversation: string, { message, reply, at }: RememberedTurn): void {
	connection
		.sql('INSERT INTO turn (tenant, conversation, message, reply, at) VALUES (?, ?, ?, ?, ?)')
		.run(tenant, conversation, message, reply, at);
	connection
		.sql(
			`DELETE FROM turn WHERE tenant = ?1 AND conversation = ?2 AND id <= (
				SELECT id FROM turn WHERE tenant = ?1 AND conversation = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)`,
		)
		.run(tenant, conversation, keptTurns);
}
