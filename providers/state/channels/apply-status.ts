import type { StatusEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { findConversation } from './conversation-rows';
import { addNextSend, findByMessageId, findUnknown, noteEcho } from './send-rows';
import type { EventWork } from './event-work';
import { openSend } from './sealed/message-text';
import { noteUnsent } from './unsent-rows';

const ranks = { sent: 1, delivered: 2, read: 3, failed: 4 } as const;

export async function applyStatus(
	{ connection, from: { tenant, channel }, now }: EventWork,
	{ id, status, reason, code, mark, at }: StatusEvent,
): Promise<Applied> {
	const known = await findByMessageId(connection, { tenant, channel, messageId: id });
	const outgoing = known ?? (mark && (await findUnknown(connection, { tenant, channel, id: mark })));
	if (!outgoing) return { kind: 'status', conversation: undefined };
	const row = (await connection.get<{ conversation: string; state: string; run: string | null; content: string }>(
		'SELECT conversation, state, run, content FROM outgoing WHERE tenant = ? AND id = ?',
		...[tenant, outgoing],
	))!;
	const rank = ranks[row.state as keyof typeof ranks] ?? 0;
	const conversation = await findConversation(connection, tenant, row.conversation);
	if (known === undefined && conversation) await noteEcho(connection, conversation, { id: outgoing, messageId: id, at }, now);
	// Statuses arrive in any order.
	if (ranks[status] <= rank) return { kind: 'status', conversation: row.conversation };
	await connection.run(
		`UPDATE outgoing SET state = ?, waits = 0, reason = ?, sent_at = coalesce(sent_at, ?) WHERE tenant = ? AND id = ?`,
		...[status, reason ?? null, at, tenant, outgoing],
	);
	if (conversation) await addNextSend(connection, conversation, now);
	if (status !== 'failed') return { kind: 'status', conversation: row.conversation };
	const content = await openSend(connection, { tenant, conversation: row.conversation, id: outgoing }, row.content);
	const message = { ...{ tenant, id: outgoing, channel, content }, conversation: row.conversation, run: row.run };
	const unsent = await noteUnsent(connection, message, { state: status, code, reason: reason ?? 'The provider does not say why.' }, now);
	return { kind: 'status', conversation: row.conversation, unsent };
}
