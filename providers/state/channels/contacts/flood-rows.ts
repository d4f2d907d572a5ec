import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { StateConnection } from '../../../database/state-database';
import { logContact } from './contact-log';
import { type ConversationRow, updateConversation } from '../conversation-rows';

const minuteMs = 60_000;

/**
 * Counts a message of a contact, in all of its conversations. One who writes too often gets no answer until a minute has passed.
 * @param arrivedAt milliseconds since the epoch: messages that wait for hours are not written within a minute
 * @returns whether that begins with this message
 */
export async function countMessage(
	connection: StateConnection,
	row: ConversationRow,
	{ maxMessagesPerMinute }: Pick<MailboxRules, 'maxMessagesPerMinute'>,
	arrivedAt: number,
): Promise<boolean> {
	const { tenant, contact } = row;
	const counted = await connection.get<{ since: number | null; messages: number }>(
		'SELECT minute_since AS since, minute_messages AS messages FROM contact WHERE tenant = ? AND id = ?',
		...[tenant, contact],
	);
	const isSameMinute = counted !== undefined && counted.since !== null && arrivedAt - counted.since < minuteMs;
	const [since, messages] = isSameMinute ? [counted.since, counted.messages + 1] : [arrivedAt, 1];
	await connection.run(
		'UPDATE contact SET minute_since = ?, minute_messages = ? WHERE tenant = ? AND id = ?',
		...[since, messages, tenant, contact],
	);
	if (messages <= maxMessagesPerMinute) return false;
	const begins = row.floodUntil === null || row.floodUntil <= arrivedAt;
	await updateConversation(connection, row, { floodUntil: arrivedAt + minuteMs });
	const details = { conversation: row.id, maxMessagesPerMinute };
	if (begins) await logContact(connection, { tenant, contact, kind: 'flood', actor: 'limit', details }, arrivedAt);
	return begins;
}
