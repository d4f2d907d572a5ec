import type { ConversationFilter } from '../../../../core/ports/channels/conversations';
import { isHot } from '../../../../core/conversations/hand-over/is-hot';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { type ConversationRow, readOrigin, selectConversations } from '../conversation-rows';
import { isOwn, isWaiting } from '../people/find-waits';
import { findHandOvers } from './describe-conversations';

export const batch = 200;

export function selectByActivity(
	connection: StateConnection,
	tenant: string,
	{ channel, mode, from, to, before, isWaiting: mustWait }: ConversationFilter,
): Promise<ConversationRow[]> {
	const { where, values } = toCondition({ 'tenant = ?': tenant, 'last_at >= ?': from, 'channel = ?': channel, 'mode = ?': mode });
	const within = `(last_at < ? OR EXISTS (SELECT 1 FROM message WHERE message.tenant = conversation.tenant AND message.conversation = conversation.id
		AND arrived_at >= ? AND arrived_at < ?))`;
	const period = to === undefined ? [] : [to, from, to];
	return selectConversations(
		connection,
		`${where} AND ${isOwn}${to === undefined ? '' : ` AND ${within}`}${mustWait ? ` AND ${isWaiting}` : ''}${before ? ' AND (last_at, id) < (?, ?)' : ''} ORDER BY last_at DESC, id DESC LIMIT ?`,
		...[...values, ...period, ...(before ?? []), batch],
	);
}

export async function leaveWanted(
	connection: StateConnection,
	tenant: string,
	rows: ConversationRow[],
	{ isHot: mustBeHot, origin }: ConversationFilter,
): Promise<ConversationRow[]> {
	let left = rows;
	const ids = () => left.map(({ id }) => id);
	if (mustBeHot) {
		const handOvers = await findHandOvers(connection, tenant, ids());
		left = left.filter(({ id }) => isHot(handOvers.get(id)?.temperature));
	}
	return origin === undefined ? left : left.filter((row) => readOrigin(row)?.last.via === origin);
}
