import type { Language } from '../../../../core/base/text/languages';
import type { DeskContent, HandOver, HandOverSummary } from '../../../../core/ports/channels/hand-overs';
import type { StateConnection, Value } from '../../../database/state-database';
import { addNext } from '../conversation-queue';
import type { ConversationRow } from '../conversation-rows';
import { answers } from '../message-answers';
import { newId } from '../new-id';
import { openHandOver, sealDeskContent, sealHandOver } from '../sealed/desk-text';
import { loadRowKeys } from '../sealed/sealed-text';
import { deskQueue, selectWrites } from './desk-rows';

type OfConversation = Pick<ConversationRow, 'tenant' | 'id'>;

/** Notes a person's reply or attention; no reminder is needed. @returns the number of waiting hand-overs */
export const noteAnswered = (connection: StateConnection, { tenant, id }: OfConversation): Promise<number> =>
	connection.run(
		`UPDATE hand_over SET state = 'answered' WHERE tenant = ? AND conversation = ? AND state IN ('open', 'escalated', 'missed')`,
		tenant,
		id,
	);

/** Notes the agent's return. @param isSeen a person brought it back; an unseen hand-over is missed, and its customer still waits */
export async function noteReturned(connection: StateConnection, { tenant, id }: OfConversation, isSeen: boolean): Promise<void> {
	const missed = isSeen ? 'returned' : 'missed';
	await connection.run(
		`UPDATE hand_over SET state = CASE WHEN state = 'answered' THEN 'returned' ELSE '${missed}' END
		WHERE tenant = ? AND conversation = ? AND state IN ('open', 'answered', 'escalated', 'missed')`,
		tenant,
		id,
	);
}

/** SQL condition on `hand_over`: unanswered by a person. After the agent's own return, its later answer also ends the wait. */
export const isAsked = `(hand_over.state IN ('open', 'escalated') OR (hand_over.state = 'missed' AND NOT EXISTS (SELECT 1 FROM message AS later
	WHERE later.tenant = hand_over.tenant AND later.conversation = hand_over.conversation AND later.author = 'contact' AND later.begins_turn = 1
	AND later.arrived_at > hand_over.at AND later.waits IN (${answers.agent}, ${answers.person}, ${answers.program}))))`;

export const isLastWords = `outgoing.tenant = hand_over.tenant AND outgoing.conversation = hand_over.conversation
	AND substr(outgoing.name, 1, length(hand_over.name) + 1) = hand_over.name || ' '`;

/** Notes delivery of last words, which starts the wait for a person. @param send the id of the words */
export async function noteHeard(connection: StateConnection, { tenant, id }: OfConversation, send: string, now: number): Promise<void> {
	const before = `(SELECT max(other.sent_at) FROM outgoing AS other WHERE other.tenant = hand_over.tenant AND other.conversation = hand_over.conversation
		AND other.id <> ?2 AND substr(other.name, 1, length(hand_over.name) + 1) = hand_over.name || ' ')`;
	const from = `CASE WHEN coalesce(${before}, 0) > at THEN ${before} ELSE at END`;
	await connection.run(
		`UPDATE hand_over SET answer_by = answer_by + CASE WHEN ?1 > ${from} THEN ?1 - ${from} ELSE 0 END
		WHERE tenant = ?3 AND conversation = ?4 AND state = 'open' AND answer_by IS NOT NULL
		AND EXISTS (SELECT 1 FROM outgoing WHERE ${isLastWords} AND outgoing.id = ?2)`,
		now,
		send,
		tenant,
		id,
	);
}

export interface HandOverRow {
	tenant: string;
	id: string;
	name: string;
	channel: string;
	conversation: string;
	reason: string;
	summary: string;
	language: string;
	by: string;
	state: string;
	at: number;
	answerBy: number | null;
}

const selected =
	'tenant, id, name, channel, conversation, reason, summary, language, handed_by AS "by", state, at, answer_by AS "answerBy"';

export async function selectHandOvers(connection: StateConnection, condition: string, ...values: Value[]): Promise<HandOverRow[]> {
	const rows = await connection.all<HandOverRow>(`SELECT ${selected} FROM hand_over WHERE ${condition}`, ...values);
	await loadRowKeys(connection, rows);
	const opened: HandOverRow[] = [];
	for (const row of rows) opened.push({ ...row, ...(await openHandOver(connection, row, row)) });
	return opened;
}

export async function findByName(connection: StateConnection, tenant: string, name: string): Promise<HandOverRow | undefined> {
	return (await selectHandOvers(connection, 'tenant = ? AND name = ?', tenant, name))[0];
}

interface StoredHandOver {
	tenant: string;
	name: string;
	channel: string;
	conversation: string;
	reason: string;
	summary: HandOverSummary;
	language: string;
	by: string;
	/** `draft`: written by the agent, which keeps the conversation until its turn ends. */
	state: 'draft' | 'open' | 'answered';
	at: number;
	answerBy: number | null;
}

/** Replaces the draft of the same name. @returns its id */
export async function putHandOver(connection: StateConnection, one: StoredHandOver): Promise<string> {
	const id = newId(one.at);
	const there = await connection.get<{ conversation: string }>(
		'SELECT conversation FROM hand_over WHERE tenant = ? AND name = ?',
		one.tenant,
		one.name,
	);
	const texts = { reason: one.reason, summary: JSON.stringify(one.summary) };
	const { reason, summary } = await sealHandOver(connection, { ...one, ...there }, texts);
	await connection.run(
		`INSERT INTO hand_over (tenant, id, name, channel, conversation, reason, summary, language, handed_by, state, at, answer_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
		ON CONFLICT (tenant, name) DO UPDATE SET reason = ?6, summary = ?7, language = ?8, handed_by = ?9, state = ?10, at = ?11, answer_by = ?12`,
		one.tenant,
		id,
		one.name,
		one.channel,
		one.conversation,
		reason,
		summary,
		one.language,
		one.by,
		one.state,
		one.at,
		one.answerBy,
	);
	return (await findByName(connection, one.tenant, one.name))!.id;
}

export async function addDeskWrites(
	connection: StateConnection,
	{ tenant, id, conversation, desk }: { tenant: string; id: string; conversation: string; desk: string | null },
	contents: readonly DeskContent[],
	now: number,
): Promise<void> {
	if (desk === null) return;
	for (const content of contents) {
		const write = newId(now);
		const sealed = await sealDeskContent(connection, { tenant, conversation, id: write }, content);
		await connection.run(
			`INSERT INTO desk_write (tenant, id, hand_over, conversation, number, channel, content, state, waits, attempts, created_at)
			VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM desk_write WHERE tenant = ?1 AND conversation = ?4), ?5, ?6, 'queued', 1, 0,
				?7)`,
			tenant,
			write,
			id,
			conversation,
			desk,
			sealed,
			now,
		);
	}
	await addNext(connection, deskQueue, { tenant, conversation }, now);
}

export async function toHandOvers(connection: StateConnection, rows: readonly HandOverRow[]): Promise<HandOver[]> {
	const all: HandOver[] = [];
	for (const { summary, name: _name, ...row } of rows) {
		const writes = await selectWrites(connection, 'tenant = ? AND hand_over = ? ORDER BY number', row.tenant, row.id);
		const state = row.state as HandOver['state'];
		all.push({ ...row, state, language: row.language as Language, summary: JSON.parse(summary) as HandOverSummary, writes });
	}
	return all;
}
