import { parseDuration } from '../../../../core/base/duration';
import { findFreeTime } from '../../../../core/conversations/hours/find-free-time';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { TakenWork, WorkKindName } from '../../../../core/ports/work';
import type { DueFollowUp } from '../../../../core/ports/channels/follow-ups';
import type { StateConnection } from '../../../database/state-database';
import { addWork, planWork } from '../../work/work-rows';
import { readChannelRules } from '../channel-rules';
import { answersRight } from '../contacts/apply-right';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { isAwaited, isUnanswered } from '../message-answers';
import { withdrawSends } from '../send-rows';
import { followUpPrefix } from './follow-up-names';

/** Works that write to silent customers. Keys: conversation ids; lanes: channels. */
export const followUpWork: WorkKindName = 'follow-up';

/** Stable if the follow-up is stored again. */
export const nameFollowUp = ({ id, lastContactAt }: ConversationRow, number: number): string =>
	`${followUpPrefix}${id} ${lastContactAt} ${number}`;

export async function planFollowUp(connection: StateConnection, row: ConversationRow): Promise<void> {
	const next = await findNext(connection, row, { inTurn: true });
	if (next) await planWork(connection, { tenant: row.tenant, kind: followUpWork, key: row.id, lane: row.channel, dueAt: next.dueAt });
}

/** The customer wrote: pending follow-ups are obsolete. */
export const withdrawFollowUps = async (connection: StateConnection, row: ConversationRow): Promise<void> =>
	void (await withdrawSends(connection, row, 'the customer wrote', `AND name LIKE '${followUpPrefix}%'`));

interface NextFollowUp {
	/** Index within this silence, from 0. */
	number: number;
	text?: string;
	dueAt: number;
	lastContactAt: number;
}

/** Returns the next follow-up; none if the customer or a person wrote last, an answer is due, or the session had a hand-over or a demand. */
export async function findNext(
	connection: StateConnection,
	row: ConversationRow,
	{ inTurn = false } = {},
): Promise<NextFollowUp | undefined> {
	const rules = await readChannelRules(connection, row);
	const lastAt = await findLastWord(connection, row, rules);
	const { lastContactAt } = row;
	if (lastAt === undefined || lastContactAt === null || (!inTurn && (await isBusy(connection, row)))) return undefined;
	const begun = await connection.get<{ count: number; at: number | null }>(
		'SELECT count(*) AS count, max(at) AS at FROM follow_up WHERE tenant = ? AND conversation = ? AND silence = ?',
		row.tenant,
		row.id,
		lastContactAt,
	);
	const number = Number(begun!.count);
	const rule = rules.followUps?.[number];
	if (rule === undefined) return undefined;
	const { afterMs, text } = readFollowUp(rule);
	const dueAt = await findFreeTime(rules, Math.max(lastAt, Number(begun!.at)) + afterMs);
	if (dueAt === undefined || dueAt - lastContactAt >= rules.followUpUntilMs) return undefined;
	return { number, ...(text !== undefined && { text }), dueAt, lastContactAt };
}

export function readFollowUp(rule: string): { afterMs: number; text?: string } {
	const [, after, text] = /^(\S+)(?: (.*))?$/s.exec(rule) as unknown as [string, string, string | undefined];
	return { afterMs: parseDuration(after)!, ...(text !== undefined && { text }) };
}

export async function findLastWord(
	connection: StateConnection,
	{ tenant, id, mode }: ConversationRow,
	{ followUps }: Pick<MailboxRules, 'followUps'>,
): Promise<number | undefined> {
	if (followUps === undefined || mode !== 'agent') return undefined;
	const last = await connection.get<{ author: string; at: number }>(
		'SELECT author, arrived_at AS at FROM message WHERE tenant = ? AND conversation = ? ORDER BY number DESC LIMIT 1',
		tenant,
		id,
	);
	return last?.author === 'agent' ? Number(last.at) : undefined;
}

export const isBusy = async (connection: StateConnection, { tenant, id, sessionStartedAt }: ConversationRow): Promise<boolean> =>
	(await connection.get(
		`SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ? AND conversation = ? AND (${isUnanswered} OR ${isAwaited}))
		OR EXISTS (SELECT 1 FROM hand_over WHERE tenant = ? AND conversation = ? AND state <> 'draft' AND at >= ?)
		OR EXISTS (SELECT 1 FROM outgoing WHERE tenant = ? AND conversation = ? AND name LIKE '${answersRight}%' AND created_at >= ?)`,
		tenant,
		id,
		tenant,
		id,
		sessionStartedAt,
		tenant,
		id,
		sessionStartedAt,
	)) !== undefined;

export async function beginFollowUp(connection: StateConnection, work: TakenWork, now: number): Promise<DueFollowUp | undefined> {
	const { tenant, kind, key, lane } = work;
	const row = await findConversation(connection, tenant, key);
	const next = row?.id === key ? await findNext(connection, row) : undefined;
	if (row === undefined || next === undefined) return undefined;
	const rules = await readChannelRules(connection, row);
	// After downtime or a pause, follow-ups must not go out at night.
	const freeAt = await findFreeTime(rules, Math.max(now, next.dueAt));
	if (freeAt === undefined || freeAt - next.lastContactAt >= rules.followUpUntilMs) return undefined;
	if (freeAt > now) return void (await addWork(connection, { tenant, kind, key, lane, dueAt: freeAt }));
	const { text, lastContactAt } = next;
	const labels = JSON.parse(row.labels) as string[];
	const due = { tenant, channel: row.channel, conversation: key, contact: row.contact, labels, lastContactAt };
	return { ...due, ...(text !== undefined && { text }) };
}
