import { createHash } from 'node:crypto';
import type { ConversationTurn } from '../../../core/ports';
import { everyTenant, openStateDatabase, type StateSchema, type Value } from '../../../database/state-database';

/** The schema of versions before memory.db, always a file: plain texts, by an unkeyed hash of the conversation's id. */
const formerSchema: StateSchema = {
	name: 'former_conversations',
	what: 'The former conversations',
	version: 1,
	tenantTables: ['turn'],
	schema: `
		CREATE TABLE IF NOT EXISTS turn (
			id INTEGER PRIMARY KEY,
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			message TEXT NOT NULL,
			reply TEXT NOT NULL,
			at INTEGER NOT NULL
		) STRICT;
		CREATE INDEX IF NOT EXISTS turn_by_conversation ON turn (tenant, conversation, id);
	`,
};

/** Conversations stored by an earlier version: they are taken over when they continue, or removed when they expire. */
export interface FormerConversations {
	isEmpty(): Promise<boolean>;
	/** Oldest first. */
	turns(conversation: string): Promise<ConversationTurn[]>;
	/** Removes a conversation. @returns the number of turns */
	remove(conversation: string): Promise<number>;
	/** Removes conversations of all tenants whose last turn was earlier. @returns the number of turns */
	clean(before: number): Promise<number>;
	close(): Promise<void>;
}

/** @throws TroupeError on use: STORAGE_… */
export function openFormerConversations(file: string, tenant: string): FormerConversations {
	const database = openStateDatabase(file, formerSchema);
	const remove = async (whose: string, sql: string, ...values: Value[]): Promise<number> => {
		const removed = await database.change(whose, (connection) => connection.run(sql, ...values));
		if (removed > 0) await database.emptyLog();
		return removed;
	};
	return {
		isEmpty: () => database.read(everyTenant, async (connection) => (await connection.get('SELECT 1 FROM turn LIMIT 1')) === undefined),
		turns: (conversation) =>
			database.read(tenant, (connection) =>
				connection.all<ConversationTurn>(
					'SELECT message, reply, at FROM turn WHERE tenant = ? AND conversation = ? ORDER BY id',
					...[tenant, hashId(conversation)],
				),
			),
		remove: (conversation) => remove(tenant, 'DELETE FROM turn WHERE tenant = ? AND conversation = ?', tenant, hashId(conversation)),
		clean: (before) =>
			remove(
				everyTenant,
				`DELETE FROM turn WHERE (tenant, conversation) IN
				(SELECT tenant, conversation FROM turn GROUP BY tenant, conversation HAVING max(at) < ?)`,
				before,
			),
		close: () => database.close(),
	};
}

const hashId = (conversation: string) => createHash('sha256').update(conversation).digest('base64url');
