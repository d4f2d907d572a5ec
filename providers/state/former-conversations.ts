import { createHash } from 'node:crypto';
import type { ConversationTurn } from '../../core/ports';
import { shareDatabase } from '../../database/shared-database';

/** The schema of versions before memory.db: plain texts, by an unkeyed hash of the conversation's id. */
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

/** Conversations stored by an earlier version: they are taken over when they continue, or removed when they expire. */
export interface FormerConversations {
	isEmpty(): Promise<boolean>;
	/** Oldest first. */
	turns(conversation: string): Promise<ConversationTurn[]>;
	/** Removes a conversation. @returns the number of turns */
	remove(conversation: string): Promise<number>;
	/** Removes conversations of all tenants whose last turn was earlier. @returns the number of turns */
	clean(before: number): Promise<number>;
	close(): void;
}

/** @throws TroupeError INTERNAL on use, retryable while another process locks the file */
export function openFormerConversations(file: string, tenant: string): FormerConversations {
	const database = shareDatabase({ file, what: 'The former conversations', schema, version: 1, forgetsForGood: true });
	const removing = async (sql: string, ...parameters: Array<string | number>): Promise<number> => {
		const removed = await database.change((connection) => Number(connection.sql(sql).run(...parameters).changes));
		if (removed > 0) await database.emptyLog();
		return removed;
	};
	return {
		isEmpty: () => database.use((connection) => connection.sql('SELECT 1 FROM turn LIMIT 1').get() === undefined),
		turns: (conversation) =>
			database.use((connection) => {
				const statement = connection.sql('SELECT message, reply, at FROM turn WHERE tenant = ? AND conversation = ? ORDER BY id');
				return statement.all(tenant, hashId(conversation)) as unknown as ConversationTurn[];
			}),
		remove: (conversation) => removing('DELETE FROM turn WHERE tenant = ? AND conversation = ?', tenant, hashId(conversation)),
		clean: (before) =>
			removing(
				`DELETE FROM turn WHERE (tenant, conversation) IN
				(SELECT tenant, conversation FROM turn GROUP BY tenant, conversation HAVING max(at) < ?)`,
				before,
			),
		close: () => database.close(),
	};
}

const hashId = (conversation: string) => createHash('sha256').update(conversation).digest('base64url');
