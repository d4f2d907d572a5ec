import { findHoursState, measureOpenTime } from '../../../core/conversations/hours/business-hours';
import type { ChannelBacklog } from '../../../core/ports/channels/channel-records';
import type { StateConnection } from '../../database/state-database';
import { readChannelRules } from './channel-rules';
import { stillWaits } from './people/find-waits';

const messages = 'message JOIN conversation ON conversation.tenant = message.tenant AND conversation.id = message.conversation';
const ofChannel = 'conversation.tenant, conversation.channel';

/** Partial indexes contain only waiting work, so cost grows with the backlog. */
const queries: Record<ChannelBacklog['what'], string> = {
	receipt: `SELECT tenant, channel, count(*) AS waiting, min(received_at) AS since FROM receipt WHERE try_at IS NOT NULL GROUP BY tenant, channel`,
	'given-up receipt': `SELECT tenant, channel, count(*) AS waiting, min(received_at) AS since FROM receipt WHERE state = 'dead' GROUP BY tenant, channel`,
	turn: `SELECT ${ofChannel}, count(DISTINCT conversation.id) AS waiting, min(arrived_at) AS since FROM ${messages}
		WHERE message.waits = 1 AND message.begins_turn = 1 AND conversation.mode = 'agent' GROUP BY ${ofChannel}`,
	'given-up turn': `SELECT ${ofChannel}, count(DISTINCT message.turn) AS waiting, min(arrived_at) AS since FROM ${messages}
		WHERE message.waits = 2 GROUP BY ${ofChannel}`,
	message: `SELECT tenant, channel, count(*) AS waiting, min(created_at) AS since FROM outgoing WHERE waits = 1 GROUP BY tenant, channel`,
	conversation: `SELECT tenant, channel, count(*) AS waiting, min(since) AS since FROM late_conversation WHERE ${stillWaits} GROUP BY tenant, channel`,
};

interface Row {
	tenant: string;
	channel: string;
	waiting: number;
	since: number;
}

/** Turns of a closed channel are not late. @returns undefined if they wait until it opens */
async function measureTurns(
	connection: StateConnection,
	{ tenant, channel, since }: Pick<Row, 'tenant' | 'channel' | 'since'>,
	now: number,
): Promise<number | undefined> {
	const rules = await readChannelRules(connection, { tenant, channel });
	if (rules.whenClosed === 'answer') return now - since;
	return (await findHoursState(rules, now))?.isOpen === false ? undefined : measureOpenTime(rules, since, now);
}

/** Measures the waiting work of all tenants' channels and its age. @param received requests that are not receipts yet */
export async function readBacklog(connection: StateConnection, now: number, received: Row[]): Promise<ChannelBacklog[]> {
	const backlog = new Map<string, ChannelBacklog>();
	for (const what of Object.keys(queries) as Array<ChannelBacklog['what']>) {
		const rows = await connection.all<Row>(queries[what]);
		for (const { tenant, channel, waiting, since } of what === 'receipt' ? [...rows, ...received] : rows) {
			const key = JSON.stringify([tenant, channel, what]);
			const { count = 0, oldestMs = 0 } = backlog.get(key) ?? {};
			// PostgreSQL returns counts as text.
			const ageMs = what === 'turn' ? await measureTurns(connection, { tenant, channel, since: Number(since) }, now) : now - Number(since);
			if (ageMs === undefined) continue;
			const sum = { count: count + Number(waiting), oldestMs: Math.max(oldestMs, ageMs) };
			backlog.set(key, { tenant, channel, what, ...sum });
		}
	}
	return [...backlog.values()];
}
