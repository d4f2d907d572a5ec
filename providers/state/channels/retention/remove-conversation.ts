import type { StateConnection } from '../../../database/state-database';
import { endRelays } from '../people/relay-rows';
import { conversationParts } from './conversation-parts';
import { cameWithHeld } from './came-with-held';

/** Removes rows that depend on `outgoing`. @param which a condition on its rows */
export async function removeSendParts(connection: StateConnection, tenant: string, which: string, ...values: Array<string | number>) {
	for (const table of ['outgoing_id', 'unsent'])
		await connection.run(
			`DELETE FROM ${table} WHERE tenant = ? AND outgoing IN (SELECT id FROM outgoing WHERE tenant = ? AND ${which})`,
			tenant,
			tenant,
			...values,
		);
}

/** Removes a conversation's rows and the requests of its messages. @returns the number of messages */
export async function removeConversationParts(connection: StateConnection, tenant: string, conversation: string): Promise<number> {
	await connection.run(
		`DELETE FROM receipt WHERE tenant = ? AND id IN (SELECT receipt FROM message WHERE tenant = ? AND conversation = ?) AND NOT ${cameWithHeld}`,
		tenant,
		tenant,
		conversation,
	);
	await endRelays(connection, tenant, conversation);
	await removeSendParts(connection, tenant, 'conversation = ?', conversation);
	let messages = 0;
	for (const table of Object.keys(conversationParts)) {
		const removed = await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND conversation = ?`, tenant, conversation);
		if (table === 'message') messages = removed;
	}
	return messages;
}
