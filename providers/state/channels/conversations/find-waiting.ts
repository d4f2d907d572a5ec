import type { StateConnection } from '../../../database/state-database';
import { textsOf } from '../../../database/in-list';
import { isUnanswered } from '../message-answers';
import { hasFailed } from '../unsent-rows';

const ofConversation = 'message.tenant = conversation.tenant AND message.conversation = conversation.id';
const unread = `SELECT min(arrived_at) FROM message WHERE ${ofConversation} AND ${isUnanswered}`;
const asked = `SELECT min(at) FROM hand_over WHERE hand_over.tenant = conversation.tenant AND hand_over.conversation = conversation.id
	AND state IN ('open', 'escalated')`;
/** Messages after the last one of ours, where what was to answer them did not reach the customer. */
const unreached = `SELECT min(arrived_at) FROM message WHERE ${ofConversation} AND author = 'contact' AND begins_turn = 1
	AND number > coalesce((SELECT max(number) FROM message WHERE ${ofConversation} AND author <> 'contact'), 0)
	AND EXISTS (SELECT 1 FROM outgoing WHERE outgoing.tenant = conversation.tenant AND outgoing.conversation = conversation.id AND ${hasFailed})`;
/** An answer that was tried, and cannot go out yet. */
const queued = `SELECT min(created_at) FROM outgoing WHERE outgoing.tenant = conversation.tenant AND outgoing.conversation = conversation.id
	AND outgoing.waits = 1 AND outgoing.state = 'queued' AND outgoing.tried_at IS NOT NULL`;

/** Returns since when the contacts of conversations have been waiting for an answer of anybody; those who do not wait are left out. */
export async function findWaiting(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, number>> {
	const rows = await connection.all<{ id: string } & Record<'unread' | 'asked' | 'unreached' | 'queued', number | null>>(
		`SELECT id, (${unread}) AS unread, (${asked}) AS asked, (${unreached}) AS unreached, (${queued}) AS queued FROM conversation
		WHERE tenant = ? AND id IN ${textsOf(connection)}`,
		...[tenant, JSON.stringify(ids)],
	);
	const waiting = rows.map(({ id, ...row }): [string, number[]] => [
		id,
		[row.unread, row.asked, row.unreached, row.queued].flatMap((at) => (at === null ? [] : [Number(at)])),
	]);
	return new Map(waiting.filter(([, since]) => since.length > 0).map(([id, since]) => [id, Math.min(...since)]));
}
