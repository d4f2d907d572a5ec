import type { Language } from '../../../../core/base/text/languages';
import type { DeskContent, HandOver, HandOverSummary } from '../../../../core/ports/channels/hand-overs';
import type { StateConnection, Value } from '../../../database/state-database';
import { addNext } from '../conversation-queue';
import type { ConversationRow } from '../conversation-rows';
import { newId } from '../new-id';
import { deskQueue, selectWrites } from './desk-rows';

type OfConversation = Pick<ConversationRow, 'tenant' | 'id'>;

/** A person wrote, or has seen to it: nobody needs to be reminded. @returns how many hand-overs waited */
export const noteAnswered = (connection: StateConnection, { tenant, id }: OfConversation): Promise<number> =>
	connection.run(
		`UPDATE hand_over SET state = 'answered' WHERE tenant = ? AND conversation = ? AND state IN ('open', 'escalated')`,
		...[tenant, id],
	);

/** The agent answers again. */
export async function noteReturned(connection: StateConnection, { tenant, id }: OfConversation): Promise<void> {
	await connection.run(
		`UPDATE hand_over SET state = 'returned' WHERE tenant = ? AND conversation = ? AND state IN ('open', 'answered', 'escalated')`,
		...[tenant, id],
	);
}

export interface HandOverRow {
	tenant: string;
	id: string;
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

const selected = 'tenant, id, channel, conversation, reason, summary, language, handed_by AS "by", state, at, answer_by AS "answerBy"';

export function selectHandOvers(connection: StateConnection, condition: string, ...values: Value[]): Promise<HandOverRow[]> {
	return connection.all<HandOverRow>(`SELECT ${selected} FROM hand_over WHERE ${condition}`, ...values);
}

export async function findByName(connection: StateConnection, tenant: string, name: string): Promise<HandOverRow | undefined> {
	return (await selectHandOvers(connection, 'tenant = ? AND name = ?', tenant, name))[0];
}

export interface StoredHandOver {
	tenant: string;
	name: string;
	channel: string;
	conversation: string;
	reason: string;
	summary: HandOverSummary;
	language: string;
	by: string;
	/** `draft`: what the agent wrote down; the conversation is its own until its turn ends. */
	state: 'draft' | 'open' | 'answered';
	at: number;
	answerBy: number | null;
}

/** Stores a hand-over, in place of the draft of its name. @returns its id */
export async function putHandOver(connection: StateConnection, one: StoredHandOver): Promise<string> {
	const id = newId(one.at);
	await connection.run(
		`INSERT INTO hand_over (tenant, id, name, channel, conversation, reason, summary, language, handed_by, state, at, answer_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
		ON CONFLICT (tenant, name) DO UPDATE SET reason = ?6, summary = ?7, language = ?8, handed_by = ?9, state = ?10, at = ?11, answer_by = ?12`,
		...[one.tenant, id, one.name, one.channel, one.conversation, one.reason, JSON.stringify(one.summary), one.language, one.by, one.state],
		...[one.at, one.answerBy],
	);
	return (await findByName(connection, one.tenant, one.name))!.id;
}

/** Stores what a desk gets, if there is one, after what it is to get already. */
export async function addDeskWrites(
	connection: StateConnection,
	{ tenant, id, conversation, desk }: { tenant: string; id: string; conversation: string; desk: string | null },
	contents: readonly DeskContent[],
	now: number,
): Promise<void> {
	if (desk === null) return;
	for (const content of contents) {
		await connection.run(
			`INSERT INTO desk_write (tenant, id, hand_over, conversation, number, channel, content, state, waits, attempts, created_at)
			VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM desk_write WHERE tenant = ?1 AND conversation = ?4), ?5, ?6, 'queued', 1, 0,
				?7)`,
			...[tenant, newId(now), id, conversation, desk, JSON.stringify(content), now],
		);
	}
	await addNext(connection, deskQueue, { tenant, conversation }, now);
}

/** Reads what was written to desks for them. */
export async function toHandOvers(connection: StateConnection, rows: readonly HandOverRow[]): Promise<HandOver[]> {
	const all: HandOver[] = [];
	for (const { summary, ...row } of rows) {
		const writes = await selectWrites(connection, 'tenant = ? AND hand_over = ? ORDER BY number', row.tenant, row.id);
		const state = row.state as HandOver['state'];
		all.push({ ...row, state, language: row.language as Language, summary: JSON.parse(summary) as HandOverSummary, writes });
	}
	return all;
}
