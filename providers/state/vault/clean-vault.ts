import { type ChangeOptions, everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { isOnHold } from '../../database/legal-holds';

export const isConversationHeld = `EXISTS (SELECT 1 FROM subject_key WHERE subject_key.id = vault_conversation.key_id
	AND ${isOnHold('subject_key', ['subject'])})`;
export const isEntryHeld = `EXISTS (SELECT 1 FROM vault_conversation WHERE vault_conversation.id = vault_entry.conversation AND ${isConversationHeld})`;

interface EndedConversation {
	id: number;
	tenant: string;
	keyId: string;
}

/**
 * Removes expired entries, empty conversations and unused keys of all tenants. @param inTurn the turn that opens conversations, so that key removal
 * cannot race @param limit of rows of each table @returns the number of entries
 */
export async function cleanVault(database: StateDatabase, now: number, inTurn: ChangeOptions, limit: number): Promise<number> {
	const { removed, ended } = await database.change(everyTenant, async (connection) => ({
		removed: await connection.run(
			`DELETE FROM vault_entry WHERE expires_at <= ? AND id IN (
				SELECT id FROM vault_entry WHERE expires_at <= ? AND NOT ${isEntryHeld} LIMIT ?)`,
			...[now, now, limit],
		),
		ended: await connection.all<EndedConversation>(
			`SELECT id, tenant, key_id AS "keyId" FROM vault_conversation WHERE expires_at <= ? AND NOT ${isConversationHeld} LIMIT ?`,
			...[now, limit],
		),
	}));
	for (const [tenant, theirs] of Map.groupBy(ended, (conversation) => conversation.tenant))
		await database.change(tenant, (connection) => removeConversations(connection, theirs, now), inTurn);
	return removed;
}

async function removeConversations(connection: StateConnection, ended: EndedConversation[], now: number): Promise<void> {
	for (const { id, keyId } of ended) {
		// Its entries go first, in portions.
		await connection.run(
			'DELETE FROM vault_conversation WHERE id = ?1 AND expires_at <= ?2 AND NOT EXISTS (SELECT 1 FROM vault_entry WHERE conversation = ?1)',
			...[id, now],
		);
		await connection.run(
			'DELETE FROM subject_key WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM vault_conversation WHERE key_id = ?1)',
			keyId,
		);
	}
}
