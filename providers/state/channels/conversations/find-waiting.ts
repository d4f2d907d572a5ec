import type { StateConnection } from '../../../database/state-database';
import { textsOf } from '../../../database/in-list';

const ofConversation = 'tenant = conversation.tenant AND conversation = conversation.id';
/** What people answer with a thumb needs no answer. */
const asks = `author = 'contact' AND begins_turn = 1`;
/** Messages to which a turn has to come yet, or whose turn was given up. */
const unread = `SELECT min(arrived_at) FROM message WHERE ${ofConversation} AND waits <> 0 AND ${asks}
	AND number > coalesce((SELECT number FROM message WHERE ${ofConversation} AND author = 'person' ORDER BY number DESC LIMIT 1), 0)`;
/** Messages after the last one of ours. */
const last = `SELECT min(arrived_at) FROM message WHERE ${ofConversation} AND ${asks}
	AND number > coalesce((SELECT number FROM message WHERE ${ofConversation} AND author <> 'contact' ORDER BY number DESC LIMIT 1), 0)`;

/** Returns since when the contacts of conversations have been waiting for an answer of anybody; those who do not wait are left out. */
export async function findWaiting(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, number>> {
	const rows = await connection.all<{ id: string; unread: number | null; last: number | null }>(
		`SELECT id, (${unread}) AS unread, (${last}) AS last FROM conversation WHERE tenant = ? AND id IN ${textsOf(connection)}`,
		...[tenant, JSON.stringify(ids)],
	);
	const waiting = rows.map((row): [string, number[]] => [
		row.id,
		[row.unread, row.last].flatMap((at) => (at === null ? [] : [Number(at)])),
	]);
	return new Map(waiting.filter(([, since]) => since.length > 0).map(([id, since]) => [id, Math.min(...since)]));
}
