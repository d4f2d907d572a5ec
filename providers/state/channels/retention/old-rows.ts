/** Rows of a tenant's conversations that are older than they are kept, while their contact still writes. */
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { conversationParts } from './conversation-parts';
import { removeSendParts } from './remove-conversation';

export interface OldTimes {
	/** Milliseconds since the epoch, as the next one. */
	before: number;
	/** The same for what still waits. */
	waitingBefore: number;
}

/** @returns how many messages */
export async function removeOldRows(
	connection: StateConnection,
	tenant: string,
	conversations: readonly string[],
	times: OldTimes,
): Promise<number> {
	const ids = JSON.stringify(conversations);
	const isOld = (table: string): [string, ...number[]] | undefined => {
		const { at, unless } = conversationParts[table]!;
		if (at === undefined) return undefined;
		if (unless === undefined) return [`${at} < ?`, times.before];
		return [`(${at} < ? AND (${at} < ? OR NOT (${unless})))`, times.before, times.waitingBefore];
	};
	const [isOldSend, ...sendTimes] = isOld('outgoing')!;
	await removeSendParts(connection, tenant, `conversation IN ${textsOf(connection)} AND ${isOldSend}`, ids, ...sendTimes);
	let messages = 0;
	for (const table of Object.keys(conversationParts)) {
		const [old, ...values] = isOld(table) ?? [];
		if (old === undefined) continue;
		const removed = await connection.run(
			`DELETE FROM ${table} WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND ${old}`,
			...[tenant, ids, ...values],
		);
		if (table === 'message') messages = removed;
	}
	await removeOldSessions(connection, tenant, ids);
	return messages;
}

/** A session that is over goes with the last of its messages. */
async function removeOldSessions(connection: StateConnection, tenant: string, ids: string): Promise<void> {
	await connection.run(
		`DELETE FROM session_memory WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND is_over = 1
		AND NOT EXISTS (SELECT 1 FROM message WHERE message.tenant = session_memory.tenant AND message.conversation = session_memory.conversation
			AND message.session = session_memory.session)`,
		...[tenant, ids],
	);
}
