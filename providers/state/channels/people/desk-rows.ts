import type { DeskContent, DeskWrite } from '../../../../core/ports/channels/hand-overs';
import type { SendOutcome } from '../../../../core/ports/channels/send-outcome';
import type { TakenWork } from '../../../../core/ports/work';
import { unreadable } from '../../../../core/base/privacy/unreadable';
import type { StateConnection } from '../../../database/state-database';
import { readOr } from '../../work/unreadable-row';
import { finishWork, retryWork } from '../../work/work-rows';
import { releaseSend } from '../send-rows';
import { scheduleTurn } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import { addNext, beginNext, type ConversationQueue } from '../conversation-queue';
import { openDeskContent } from '../sealed/desk-text';
import { loadRowKeys } from '../sealed/sealed-text';
import { selectConversations, updateConversation } from '../conversation-rows';

interface DeskWriteRow extends Omit<DeskWrite, 'content'> {
	content: string;
}

const selected = `tenant, id, channel AS "desk", conversation, content, state, attempts, reason, tried_at AS "triedAt", created_at AS "createdAt"`;

const unreadableNote: DeskContent = { kind: 'note', text: unreadable };

export async function selectWrites(
	connection: StateConnection,
	condition: string,
	...values: Array<string | number>
): Promise<DeskWrite[]> {
	const rows = await connection.all<DeskWriteRow>(`SELECT ${selected} FROM desk_write WHERE ${condition}`, ...values);
	await loadRowKeys(connection, rows);
	const writes: DeskWrite[] = [];
	for (const row of rows) writes.push({ ...row, content: await readOr(openDeskContent(connection, row, row.content), unreadableNote) });
	return writes;
}

export const deskQueue: ConversationQueue = { table: 'desk_write', kind: 'desk-write' };

export async function beginDeskWrite(connection: StateConnection, work: TakenWork, now: number): Promise<DeskWrite | undefined> {
	if (!(await beginNext(connection, deskQueue, work, now))) return undefined;
	const sql = `SELECT ${selected} FROM desk_write WHERE tenant = ? AND id = ?`;
	const row = await connection.get<DeskWriteRow>(sql, work.tenant, work.key);
	return row && { ...row, content: await openDeskContent(connection, row, row.content) };
}

export async function noteDeskWrite(
	connection: StateConnection,
	work: TakenWork,
	outcome: SendOutcome | { kind: 'not-sent' },
	{ now, retryAfterMs }: { now: number; retryAfterMs: number | undefined },
): Promise<void> {
	const isTriedAgain = retryAfterMs !== undefined;
	if (!(await (isTriedAgain ? retryWork(connection, work, now + retryAfterMs) : finishWork(connection, work)))) return;
	const { tenant } = work;
	const row = await connection.get<{ conversation: string; content: string }>(
		'UPDATE desk_write SET state = ?, waits = ?, reason = ? WHERE tenant = ? AND id = ? RETURNING conversation, content',
		toState(outcome, isTriedAgain),
		Number(isTriedAgain),
		'reason' in outcome ? outcome.reason : null,
		tenant,
		work.key,
	);
	if (row === undefined) return;
	const content = await openDeskContent(connection, { tenant, conversation: row.conversation, id: work.key }, row.content);
	if (content.kind === 'note' && content.promise)
		await releaseSend(connection, tenant, content.promise, { isTold: outcome.kind === 'sent', now });
	if (content.kind === 'note' && outcome.kind === 'sent') await waitForDesk(connection, work);
	await addNext(connection, deskQueue, { tenant, conversation: row.conversation }, now);
}

/** After a hand-over, the desk says when it is done: no timeout brings the agent back, unless the channel sets one. */
async function waitForDesk(connection: StateConnection, { tenant, key }: TakenWork): Promise<void> {
	const [row] = await selectConversations(
		connection,
		`tenant = ?1 AND mode = 'person' AND id = (SELECT conversation FROM hand_over WHERE tenant = ?1 AND state <> 'returned'
		AND id = (SELECT hand_over FROM desk_write WHERE tenant = ?1 AND id = ?2))`,
		tenant,
		key,
	);
	if (row === undefined || (await readChannelRules(connection, row)).pauseMs !== null) return;
	await updateConversation(connection, row, { modeUntil: null });
	await scheduleTurn(connection, row);
}

function toState({ kind }: SendOutcome | { kind: 'not-sent' }, isTriedAgain: boolean): DeskWrite['state'] {
	if (kind === 'sent' || kind === 'unknown') return kind;
	return isTriedAgain ? 'queued' : 'refused';
}

const isNotice = (channel: string) =>
	['outgoing', 'conversation']
		.map(
			(table) => `EXISTS (SELECT 1 FROM ${table} WHERE ${table}.tenant = desk_write.tenant AND ${table}.id = desk_write.hand_over
	AND ${table}.channel = ${channel})`,
		)
		.join(' OR ');

const isGivenUp = `waits = 0 AND state IN ('refused', 'unknown')`;

export const selectLostNotes = (connection: StateConnection, tenant: string, channel: string, limit: number): Promise<DeskWrite[]> =>
	selectWrites(
		connection,
		`tenant = ?1 AND ${isGivenUp} AND (${isNotice('?2')}) ORDER BY created_at DESC, number DESC LIMIT ?3`,
		tenant,
		channel,
		limit,
	);

export async function resetDeskWrite(
	connection: StateConnection,
	{ tenant, channel, id }: { tenant: string; channel: string; id: string },
	now: number,
): Promise<boolean> {
	const row = await connection.get<{ conversation: string }>(
		`UPDATE desk_write SET state = CASE state WHEN 'refused' THEN 'queued' ELSE state END, waits = 1, attempts = 0, reason = NULL
		WHERE tenant = ?1 AND id = ?2 AND ${isGivenUp}
		AND (channel = ?3 OR hand_over IN (SELECT id FROM hand_over WHERE tenant = ?1 AND channel = ?3) OR ${isNotice('?3')})
		RETURNING conversation`,
		tenant,
		id,
		channel,
	);
	if (row) await addNext(connection, deskQueue, { tenant, ...row }, now);
	return row !== undefined;
}
