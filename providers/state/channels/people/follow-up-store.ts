import type { FollowUps, WhyNoFollowUp } from '../../../../core/ports/channels/follow-ups';
import type { TakenWork } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { createWorkQueue } from '../../work/work-queue';
import { finishWork } from '../../work/work-rows';
import { tellWork } from '../../work/work-watch';
import type { ChannelDatabase } from '../channel-database';
import { logContact } from '../contacts/contact-log';
import { refuseWithoutBasis } from '../contacts/basis-demands';
import { isOptedOut } from '../contacts/opted-out-rows';
import { type ConversationRow, findConversation, updateConversation } from '../conversation-rows';
import { isPaused } from '../paused';
import { addSends, type Refusal, sendQueue } from '../send-rows';
import { planTurn, turnWork } from '../turn-works';
import { beginFollowUp, findNext, followUpWork, nameFollowUp, planFollowUp } from './follow-up-rows';
import { mayFollowUp, noteFollowUp } from './follow-up-turns';

export const createFollowUps = ({ database, change, now, wakeUps, pollMs }: ChannelDatabase): FollowUps => ({
	due: createWorkQueue({ database, kind: followUpWork, now, wakeUps, pollMs, waits: isPaused, begin: beginFollowUp }),
	async send(work, content) {
		const isStored = await change(work.tenant, async (connection, time, hashName) => {
			const taken = await takeNext(connection, work, time);
			if (taken === undefined) return false;
			const key = nameFollowUp(taken.row, taken.number);
			return isAdded(connection, taken.row, await addSends(connection, taken.row, [{ key, content }], { now: time, hashName }));
		});
		if (isStored) tellWork(wakeUps, sendQueue.kind);
		return isStored;
	},
	async beginTurn(work) {
		const isBegun = await change(work.tenant, async (connection, time, hashName) => {
			const taken = await takeNext(connection, work, time);
			if (taken === undefined || (await isOptedOut(connection, taken.row, hashName))) return false;
			// Avoids a model call for an unsendable message.
			if (await refuseWithoutBasis(connection, taken.row, { key: nameFollowUp(taken.row, taken.number) }, time))
				return isAdded(connection, taken.row, 'no-basis');
			await updateConversation(connection, taken.row, { followUp: taken.number });
			await planTurn(connection, taken.row, time);
			return true;
		});
		if (isBegun) tellWork(wakeUps, turnWork);
		return isBegun;
	},
	endAll: async (work, why) =>
		void (await change(work.tenant, async (connection, time) => {
			if (!(await finishWork(connection, work))) return;
			const row = await findConversation(connection, work.tenant, work.key);
			if (row?.id === work.key) await logNone(connection, row, why, time);
		})),
	async answer({ id: turn, conversation: { tenant, id } }, sends) {
		const isStored = await change(tenant, async (connection, time, hashName) => {
			const row = await findConversation(connection, tenant, id);
			if (row === undefined || row.turn !== turn || row.followUp === null) return false;
			const number = row.followUp;
			if (!(await mayFollowUp(connection, row, number, time))) return false;
			if (!isSends(sends)) {
				await logNone(connection, row, sends, time);
				return true;
			}
			const named = sends.map((send, index) => ({ ...send, key: `${nameFollowUp(row, number)} ${index}` }));
			return isAdded(connection, row, await addSends(connection, row, named, { now: time, hashName }));
		});
		if (isStored) tellWork(wakeUps, sendQueue.kind);
		return isStored;
	},
});

/** Plans the next follow-up even without legal basis, which can be recorded by then. */
async function isAdded(connection: StateConnection, row: ConversationRow, added: string[] | Refusal): Promise<boolean> {
	if (added === 'no-basis') await planFollowUp(connection, row);
	return Array.isArray(added);
}

const isSends = <Sends>(sends: Sends | WhyNoFollowUp): sends is Sends => typeof sends !== 'string';

async function takeNext(
	connection: StateConnection,
	work: TakenWork,
	now: number,
): Promise<{ row: ConversationRow; number: number } | undefined> {
	if (!(await finishWork(connection, work))) return undefined;
	const row = await findConversation(connection, work.tenant, work.key);
	const next = row?.id === work.key ? await findNext(connection, row) : undefined;
	if (row === undefined || next === undefined || next.dueAt > now) return undefined;
	return (await noteFollowUp(connection, row, next.number, now)) ? { row, number: next.number } : undefined;
}

const logNone = (connection: StateConnection, row: ConversationRow, why: WhyNoFollowUp, now: number): Promise<void> =>
	logContact(
		connection,
		{
			tenant: row.tenant,
			contact: row.contact,
			kind: 'no-follow-up',
			actor: 'agent',
			details: { channel: row.channel, conversation: row.id, ...(row.turn !== null && { turn: row.turn }), reason: why },
		},
		now,
	);
