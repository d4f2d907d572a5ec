/** Follow-ups written by the channel's agent or process, in a turn without messages. */
import type { FollowUp } from '../../../../core/ports/channels/mailbox';
import { findFreeTime } from '../../../../core/conversations/hours/find-free-time';
import type { StateConnection } from '../../../database/state-database';
import { addWork } from '../../work/work-rows';
import { clearTurn } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import type { ConversationRow } from '../conversation-rows';
import { findLastWord, followUpWork, isBusy, readFollowUp } from './follow-up-rows';

export const noteFollowUp = async (connection: StateConnection, row: ConversationRow, number: number, now: number): Promise<boolean> =>
	(await connection.run(
		'INSERT INTO follow_up (tenant, conversation, silence, number, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
		row.tenant,
		row.id,
		row.lastContactAt,
		number,
		now,
	)) > 0;

export async function readFollowUpTurn(connection: StateConnection, row: ConversationRow, now: number): Promise<FollowUp | undefined> {
	const { followUp: number } = row;
	if (number === null) return undefined;
	const placed = await findPlace(connection, row, number, now);
	if (placed === undefined) return void (await clearTurn(connection, row, false));
	if (placed.freeAt <= now) return { number: number + 1, of: placed.of, silentMs: now - placed.lastAt };
	await clearTurn(connection, row, false);
	await putBack(connection, row, number);
	await addWork(connection, { tenant: row.tenant, kind: followUpWork, key: row.id, lane: row.channel, dueAt: placed.freeAt, moves: true });
	return undefined;
}

const putBack = async (connection: StateConnection, row: ConversationRow, number: number): Promise<void> =>
	void (await connection.run(
		'DELETE FROM follow_up WHERE tenant = ? AND conversation = ? AND silence = ? AND number = ?',
		row.tenant,
		row.id,
		row.lastContactAt,
		number,
	));

export async function mayFollowUp(connection: StateConnection, row: ConversationRow, number: number, now: number): Promise<boolean> {
	const placed = await findPlace(connection, row, number, now);
	if (placed !== undefined && placed.freeAt > now) await putBack(connection, row, number);
	return placed !== undefined && placed.freeAt <= now;
}

/** Returns the allowed time; undefined if something changed since it began. */
async function findPlace(connection: StateConnection, row: ConversationRow, number: number, now: number) {
	const rules = await readChannelRules(connection, row);
	const rule = rules.followUps?.[number];
	const lastAt = await findLastWord(connection, row, rules);
	if (rule === undefined || readFollowUp(rule).text !== undefined || lastAt === undefined || (await isBusy(connection, row)))
		return undefined;
	const freeAt = await findFreeTime(rules, now);
	if (freeAt === undefined || row.lastContactAt === null || freeAt - row.lastContactAt >= rules.followUpUntilMs) return undefined;
	return { freeAt, lastAt, of: rules.followUps!.length };
}
