import { parseDuration } from '../../../../core/base/duration';
import { findHoursState } from '../../../../core/conversations/hours/business-hours';
import type { DueFollowUp } from '../../../../core/ports/channels/follow-ups';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { TakenWork, WorkKindName } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { addWork, finishWork, planWork } from '../../work/work-rows';
import { readChannelRules } from '../channel-rules';
import { answersRight } from '../contacts/apply-right';
import type { HashName } from '../contacts/opted-out-rows';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { isAwaited, isUnanswered } from '../message-answers';
import { addSends, withdrawSends } from '../send-rows';
import { followUpPrefix } from './follow-up-names';

/** The works that write to silent customers. Their keys are ids of conversations; each channel is a lane. */
export const followUpWork: WorkKindName = 'follow-up';

/** We wrote: another message follows if the customer says nothing. The turn may end a moment later. */
export async function planFollowUp(connection: StateConnection, row: ConversationRow): Promise<void> {
	const next = await findNext(connection, row, { inTurn: true });
	if (next) await planWork(connection, { tenant: row.tenant, kind: followUpWork, key: row.id, lane: row.channel, dueAt: next.dueAt });
}

/** The customer wrote: what waits to be sent is out of place. */
export const withdrawFollowUps = async (connection: StateConnection, row: ConversationRow): Promise<void> =>
	void (await withdrawSends(connection, row, 'the customer wrote', `AND name LIKE '${followUpPrefix}%'`));

interface NextFollowUp {
	key: string;
	text: string;
	dueAt: number;
	lastContactAt: number;
}

/** Returns what the customer gets next; nothing where they or a person had the last word, somebody has to answer, or the session had a hand-over or a demand. */
async function findNext(connection: StateConnection, row: ConversationRow, { inTurn = false } = {}): Promise<NextFollowUp | undefined> {
	const rules = await readChannelRules(connection, row);
	const { tenant, id, lastContactAt } = row;
	if (rules.followUps === undefined || row.mode !== 'agent' || lastContactAt === null) return undefined;
	const last = await connection.get<{ author: string; at: number }>(
		'SELECT author, arrived_at AS at FROM message WHERE tenant = ? AND conversation = ? ORDER BY number DESC LIMIT 1',
		...[tenant, id],
	);
	if (last?.author !== 'agent') return undefined;
	const isBusy =
		!inTurn &&
		(await connection.get(
			`SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ? AND conversation = ? AND (${isUnanswered} OR ${isAwaited}))
			OR EXISTS (SELECT 1 FROM hand_over WHERE tenant = ? AND conversation = ? AND state <> 'draft' AND at >= ?)
			OR EXISTS (SELECT 1 FROM outgoing WHERE tenant = ? AND conversation = ? AND name LIKE '${answersRight}%' AND created_at >= ?)`,
			...[tenant, id, tenant, id, row.sessionStartedAt, tenant, id, row.sessionStartedAt],
		));
	if (isBusy) return undefined;
	const silence = `${followUpPrefix}${id} ${lastContactAt} `;
	const before = await connection.get<{ count: number }>(
		'SELECT count(*) AS count FROM outgoing WHERE tenant = ? AND conversation = ? AND substr(name, 1, ?) = ?',
		...[tenant, id, silence.length, silence],
	);
	const count = Number(before!.count);
	const rule = rules.followUps[count];
	if (rule === undefined) return undefined;
	const [, after, text] = /^(\S+) (.*)$/s.exec(rule) as unknown as [string, string, string];
	const dueAt = Number(last.at) + parseDuration(after)!;
	const hours = await findHoursState(rules, dueAt);
	return { key: `${silence}${count}`, text, dueAt: hours?.isOpen === false ? hours.opensAt : dueAt, lastContactAt };
}

/** Reads what is due; what is not yet waits for its time. */
export async function beginFollowUp(connection: StateConnection, work: TakenWork, now: number): Promise<DueFollowUp | undefined> {
	const { tenant, kind, key, lane } = work;
	const row = await findConversation(connection, tenant, key);
	const next = row?.id === key ? await findNext(connection, row) : undefined;
	if (row === undefined || next === undefined) return undefined;
	// Processes that were down, or a channel that was paused, must not write at night.
	const hours = await findHoursState(await readChannelRules(connection, row), now);
	const dueAt = Math.max(next.dueAt, hours?.isOpen === false ? hours.opensAt : 0);
	if (dueAt > now) return void (await addWork(connection, { tenant, kind, key, lane, dueAt }));
	const labels = JSON.parse(row.labels) as string[];
	return { tenant, channel: row.channel, conversation: key, labels, text: next.text, lastContactAt: next.lastContactAt };
}

/** Ends the work, and stores the message unless something changed. @returns whether it did */
export async function sendFollowUp(
	connection: StateConnection,
	work: TakenWork,
	content: MessageContent,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<boolean> {
	if (!(await finishWork(connection, work))) return false;
	const row = await findConversation(connection, work.tenant, work.key);
	const next = row?.id === work.key ? await findNext(connection, row) : undefined;
	if (row === undefined || next === undefined || next.dueAt > now) return false;
	return (await addSends(connection, row, [{ key: next.key, content }], { now, hashName })) !== 'opted-out';
}
