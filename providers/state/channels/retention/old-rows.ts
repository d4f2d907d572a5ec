import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { conversationParts } from './conversation-parts';
import { removeSendParts } from './remove-conversation';
import { isPending } from './pending';

export interface OldTimes {
	/** Milliseconds since the epoch, like the next one. */
	before: number;
	waitingBefore: number;
}

export async function removeOldRows(
	connection: StateConnection,
	tenant: string,
	conversations: readonly string[],
	{ before, waitingBefore }: OldTimes,
): Promise<number> {
	const rows = await connection.all<{ id: string }>(
		`SELECT id FROM conversation WHERE tenant = ? AND id IN ${textsOf(connection)} AND ${isPending}`,
		...[tenant, JSON.stringify(conversations)],
	);
	const pending = new Set(rows.map(({ id }) => id));
	const others = conversations.filter((id) => !pending.has(id));
	return (await removeBefore(connection, tenant, others, before)) + (await removeBefore(connection, tenant, [...pending], waitingBefore));
}

async function removeBefore(connection: StateConnection, tenant: string, conversations: readonly string[], time: number): Promise<number> {
	if (conversations.length === 0) return 0;
	const ids = JSON.stringify(conversations);
	const among = `conversation IN ${textsOf(connection)}`;
	await removeSendParts(connection, tenant, `${among} AND ${conversationParts['outgoing']!.oldBy} < ?`, ids, time);
	let messages = 0;
	for (const [table, { oldBy }] of Object.entries(conversationParts)) {
		if (oldBy === undefined) continue;
		const removed = await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND ${among} AND ${oldBy} < ?`, tenant, ids, time);
		if (table === 'message') messages = removed;
	}
	// A finished session goes with its last message.
	await connection.run(
		`DELETE FROM session_memory WHERE tenant = ? AND ${among} AND is_over = 1
		AND NOT EXISTS (SELECT 1 FROM message WHERE message.tenant = session_memory.tenant AND message.conversation = session_memory.conversation
			AND message.session = session_memory.session)`,
		...[tenant, ids],
	);
	return messages;
}
