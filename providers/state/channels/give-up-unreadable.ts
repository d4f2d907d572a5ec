/** Ends unreadable work so that later work continues. A person handles it. */
import type { TakenWork } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addEvent } from '../events/event-rows';
import { endTurnOf, scheduleTurn } from './burst-rows';
import { logContact } from './contacts/contact-log';
import { addNext } from './conversation-queue';
import { findConversation, updateConversation } from './conversation-rows';
import { markDead } from './dead-turns';
import { newId } from './new-id';
import { deskQueue } from './people/desk-rows';
import { planFollowUp } from './people/follow-up-rows';
import { planWait } from './people/wait-works';
import { unreadableContent } from './sealed/message-text';
import { addNextSend } from './send-rows';
import { noteUnsent } from './unsent-rows';

/** A message that may have been sent stays unknown. */
const ended = `state = CASE state WHEN 'unknown' THEN 'unknown' ELSE 'refused' END, waits = 0, reason = ?`;

export async function giveUpSend(connection: StateConnection, { tenant, key: id }: TakenWork, reason: string, now: number): Promise<void> {
	const row = await connection.get<{ channel: string; conversation: string; run: string | null; state: 'refused' | 'unknown' }>(
		`UPDATE outgoing SET ${ended} WHERE tenant = ? AND id = ? AND waits = 1 RETURNING channel, conversation, run, state`,
		reason,
		tenant,
		id,
	);
	if (row === undefined) return;
	const { state, ...send } = row;
	await noteUnsent(connection, { tenant, id, ...send, content: unreadableContent }, { state, code: 'VAULT_UNREADABLE', reason }, now);
	const conversation = await findConversation(connection, tenant, row.conversation);
	if (conversation) await addNextSend(connection, conversation, now);
}

export async function giveUpWrite(connection: StateConnection, { tenant, key: id }: TakenWork, reason: string, now: number): Promise<void> {
	const row = await connection.get<{ conversation: string }>(
		`UPDATE desk_write SET ${ended} WHERE tenant = ? AND id = ? AND waits = 1 RETURNING conversation`,
		reason,
		tenant,
		id,
	);
	if (row) await addNext(connection, deskQueue, { tenant, ...row }, now);
}

export async function giveUpTurn(connection: StateConnection, { tenant, key: id }: TakenWork, reason: string, now: number): Promise<void> {
	const row = await findConversation(connection, tenant, id);
	if (row?.id !== id) return; // joined into another conversation
	const turn = row.turn ?? newId(now);
	await connection.run('UPDATE message SET turn = ? WHERE tenant = ? AND conversation = ? AND waits = 1', turn, tenant, id);
	await updateConversation(connection, row, { turn });
	await markDead(connection, row);
	const isFollowUp = row.followUp !== null;
	await endTurnOf(connection, row, true);
	await updateConversation(connection, row, { attempts: 0, awayMs: 0, restarts: 0, heldUntil: null });
	const { contact, channel } = row;
	const details = { channel, conversation: id, turn, reason };
	await logContact(connection, { tenant, contact, kind: isFollowUp ? 'no-follow-up' : 'turn-dead', actor: 'agent', details }, now);
	if (isFollowUp) await planFollowUp(connection, row);
	else {
		await planWait(connection, row, now);
		const data = { channel, conversation: id, contact, turn, state: 'given-up' as const, reason };
		await addEvent(connection, tenant, { type: 'channel.turn.failed', data, key: `turn ${turn} given-up` }, now);
	}
	await scheduleTurn(connection, row);
}
