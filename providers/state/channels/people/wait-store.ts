import type { LateConversation, Waits } from '../../../../core/ports/channels/waits';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { tellEvents } from '../../events/event-database';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import { answerAll } from '../burst-rows';
import type { ChannelDatabase } from '../channel-database';
import { logContact } from '../contacts/contact-rows';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { withdrawSends } from '../send-rows';
import { turnWork } from '../turn-works';
import { deskQueue } from './desk-rows';
import { noteAnswered } from './hand-over-rows';
import { beginWait, stillWaits, tellWait } from './wait-rows';
import { waitWork } from './wait-works';

export function createWaits({ database, change, now, wakeUps, pollMs }: ChannelDatabase): Waits {
	return {
		late: createWorkQueue({ database, kind: waitWork, now, wakeUps, pollMs, begin: beginWait }),
		async tell(work, settings) {
			const told = await change(work.tenant, (connection, time) => tellWait(connection, work, settings, time));
			tellWork(wakeUps, turnWork);
			tellWork(wakeUps, deskQueue.kind);
			if (told) tellEvents(wakeUps, work.tenant);
			return told;
		},
		list: (tenant, { channel, after }, limit) =>
			database.read(tenant, (connection) => {
				const { where, values } = toCondition({ 'tenant = ?': tenant, 'channel = ?': channel });
				return connection.all<LateConversation>(
					`SELECT tenant, channel, conversation, waits_for AS "waitsFor", since FROM late_conversation
					WHERE ${where} ${after ? 'AND (since, conversation) > (?, ?)' : ''} AND ${stillWaits} ORDER BY since, conversation LIMIT ?`,
					...[...values, ...(after ?? []), limit],
				);
			}),
		count: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ channel: string; count: number }>(
					`SELECT channel, count(*) AS count FROM late_conversation WHERE tenant = ? AND ${stillWaits} GROUP BY channel`,
					tenant,
				);
				return new Map(rows.map(({ channel, count }) => [channel, Number(count)]));
			}),
		leave: (tenant, channel, conversation, how) =>
			change(tenant, async (connection, time) => {
				const row = await findConversation(connection, tenant, conversation);
				return row?.channel === channel && leave(connection, row, how, time);
			}),
	};
}

async function leave(
	connection: StateConnection,
	row: ConversationRow,
	{ by, reason }: { by: string; reason?: string },
	now: number,
): Promise<boolean> {
	const messages = await answerAll(connection, row, 'left');
	const handOvers = await noteAnswered(connection, row);
	const withdrawn = await withdrawSends(connection, row, reason ?? `left by ${by}`);
	if (messages + handOvers + withdrawn === 0) return false;
	const details = { channel: row.channel, conversation: row.id, ...(reason !== undefined && { reason }) };
	await logContact(connection, { tenant: row.tenant, contact: row.contact, kind: 'left', actor: by, details }, now);
	return true;
}
