/** Follow-ups that whoever answers the channel writes, in a turn without messages. */
import type { FollowUp } from '../../../../core/ports/channels/mailbox';
import { findFreeTime } from '../../../../core/conversations/hours/find-free-time';
import type { StateConnection } from '../../../database/state-database';
import { addWork } from '../../work/work-rows';
import { clearTurn } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import type { ConversationRow } from '../conversation-rows';
import { findLastWord, followUpWork, isBusy, readFollowUp } from './follow-up-rows';

/** Notes that a follow-up of the conversation's silence has begun. @returns false if it had before */
export const noteFollowUp = async (connection: StateConnection, row: ConversationRow, number: number, now: number): Promise<boolean> =>
	(await connection.run(
		'INSERT INTO follow_up (tenant, conversation, silence, number, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
		...[row.tenant, row.id, row.lastContactAt, number, now],
	)) > 0;

/** Reads what the conversation's turn is about. One that is out of place by now ends; one that came to quiet hours comes again after them. */
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

/** The follow-up has not begun: it comes again. */
const putBack = async (connection: StateConnection, row: ConversationRow, number: number): Promise<void> =>
	void (await connection.run(
		'DELETE FROM follow_up WHERE tenant = ? AND conversation = ? AND silence = ? AND number = ?',
		...[row.tenant, row.id, row.lastContactAt, number],
	));

/** Returns whether what was written in a turn may go out. Where quiet hours have begun meanwhile, it comes again after them. */
export async function mayFollowUp(connection: StateConnection, row: ConversationRow, number: number, now: number): Promise<boolean> {
	const placed = await findPlace(connection, row, number, now);
	if (placed !== undefined && placed.freeAt > now) await putBack(connection, row, number);
	return placed !== undefined && placed.freeAt <= now;
}

/** Returns when the follow-up may go out; undefined where something was said or changed since it began. */
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
