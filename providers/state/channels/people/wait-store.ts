import type { Waits } from '../../../../core/ports/channels/waits';
import type { StateConnection } from '../../../database/state-database';
import { tellEvents } from '../../events/event-database';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import { answerAll } from '../burst-rows';
import type { ChannelDatabase } from '../channel-database';
import { logContact } from '../contacts/contact-log';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { leavePublished } from '../program-answers';
import { ofAll, sendQueue, withdrawSends } from '../send-rows';
import { turnWork } from '../turn-works';
import { settleUnsentOf } from '../unsent-rows';
import { deskQueue } from './desk-rows';
import { noteAnswered } from './hand-over-rows';
import { stillWaits } from './find-waits';
import { beginWait, tellWait } from './wait-rows';
import { waitWork } from './wait-works';

export function createWaits({ database, change, now, wakeUps, pollMs }: ChannelDatabase): Waits {
	return {
		late: createWorkQueue({ database, kind: waitWork, now, wakeUps, pollMs, begin: beginWait }),
		async tell(work, settings, people = {}) {
			const told = await change(work.tenant, (connection, now, hashName) =>
				tellWait(connection, work, settings, { now, hashName, people }),
			);
			tellWork(wakeUps, turnWork);
			tellWork(wakeUps, sendQueue.kind);
			tellWork(wakeUps, deskQueue.kind);
			if (told) tellEvents(wakeUps, work.tenant);
			return told;
		},
		count: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ channel: string; count: number }>(
					`SELECT channel, count(*) AS count FROM late_conversation WHERE tenant = ? AND ${stillWaits} GROUP BY channel`,
					tenant,
				);
				return new Map(rows.map(({ channel, count }) => [channel, Number(count)]));
			}),
		leave: (tenant, conversation, how) =>
			change(tenant, async (connection, time, _hash, note) => {
				const row = await findConversation(connection, tenant, conversation);
				const isLeft = row !== undefined && (await leave(connection, row, how, time));
				const object = { kind: 'conversation', value: conversation };
				if (isLeft) await note(tenant, { action: 'conversation.settled', by: how.by, object });
				return isLeft;
			}),
		needNoAnswer: (tenant, conversation, { by, reason, ...about }) =>
			change(tenant, async (connection, time) => {
				const row = await findConversation(connection, tenant, conversation);
				if (row === undefined || (await leavePublished(connection, row, about)) === 0) return false;
				const details = { channel: row.channel, conversation: row.id, reason };
				await logContact(connection, { tenant, contact: row.contact, kind: 'left', actor: by, details }, time);
				return true;
			}),
	};
}

async function leave(
	connection: StateConnection,
	row: ConversationRow,
	{ by, reason }: { by: string; reason: string },
	now: number,
): Promise<boolean> {
	const messages = await answerAll(connection, row, 'left');
	const handOvers = await noteAnswered(connection, row);
	const unsent = await settleUnsentOf(connection, row, by, now);
	const withdrawn = await withdrawSends(connection, row, reason, ofAll);
	if (messages + handOvers + unsent + withdrawn === 0) return false;
	const details = { channel: row.channel, conversation: row.id, reason };
	await logContact(connection, { tenant: row.tenant, contact: row.contact, kind: 'left', actor: by, details }, now);
	return true;
}
