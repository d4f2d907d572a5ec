import type { StateConnection } from '../../database/state-database';
import { readOr } from '../work/unreadable-row';
import { movedTables } from './retention/conversation-parts';
import { endTurnOf, scheduleTurn } from './burst-rows';
import { type ConversationRow, updateConversation } from './conversation-rows';
import { changeMode, endPause } from './people/mode-rows';
import { planWait } from './people/wait-works';
import { openText, sealText, sealedColumns } from './sealed/sealed-text';
import { digestSend, openMessage, openSend, sealMessage, sealSend } from './sealed/message-text';
import { withdrawSends } from './send-rows';

/* Moves texts to the joined conversation and reseals them under its key. Unreadable ones move unchanged: they must not prevent the join. */

async function moveMessages(connection: StateConnection, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const { tenant } = part;
	const rows = await connection.all<{ number: number; content: string }>(
		'SELECT number, content FROM message WHERE tenant = ? AND conversation = ? AND session = ?',
		tenant,
		part.id,
		part.session,
	);
	for (const { number, content } of rows) {
		const moved = { tenant, conversation: whole.id, number: number + whole.messages };
		const words = await readOr(openMessage(connection, { tenant, conversation: part.id, number }, content), undefined);
		const sealed = words ? await sealMessage(connection, moved, words) : content;
		await connection.run(
			'UPDATE message SET conversation = ?, number = ?, session = ?, content = ? WHERE tenant = ? AND conversation = ? AND number = ?',
			whole.id,
			moved.number,
			whole.session,
			sealed,
			tenant,
			part.id,
			number,
		);
	}
}

async function moveSends(connection: StateConnection, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const { tenant } = part;
	for (let rows: StoredSend[] | undefined; rows === undefined || rows.length === portion;) {
		rows = await connection.all<StoredSend>(
			'SELECT id, content, digest FROM outgoing WHERE tenant = ? AND conversation = ? LIMIT ?',
			tenant,
			part.id,
			portion,
		);
		for (const { id, content, digest } of rows) {
			const words = await readOr(openSend(connection, { tenant, conversation: part.id, id }, content), undefined);
			const sealed = words ? await sealSend(connection, { tenant, conversation: whole.id, id }, words) : content;
			await connection.run(
				'UPDATE outgoing SET conversation = ?, number = number + ?, content = ?, digest = ? WHERE tenant = ? AND id = ?',
				whole.id,
				whole.sends,
				sealed,
				words ? await digestSend(connection, whole, [words]) : digest,
				tenant,
				id,
			);
		}
	}
}

interface StoredSend {
	id: string;
	content: string;
	digest: string;
}

/** Rows in memory at once: conversations can be years long. */
const portion = 200;

async function moveTexts(connection: StateConnection, table: string, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const { tenant } = part;
	const columns = Object.entries(sealedColumns).filter(([column]) => column.startsWith(`${table}.`));
	for (const [column, key] of columns) {
		const name = column.slice(table.length + 1);
		const rows = await connection.all<{ row: string; stored: string }>(
			`SELECT ${key} AS "row", ${name} AS stored FROM ${table} WHERE tenant = ? AND conversation = ?`,
			tenant,
			part.id,
		);
		for (const { row, stored } of rows) {
			const text = await readOr(openText(connection, { tenant, conversation: part.id, column, row }, stored), undefined);
			if (text === undefined) continue;
			await connection.run(
				`UPDATE ${table} SET ${name} = ? WHERE tenant = ? AND conversation = ? AND ${key} = ?`,
				await sealText(connection, { tenant, conversation: whole.id, column, row }, text),
				tenant,
				part.id,
				row,
			);
		}
	}
}

/**
 * Joins conversations of one person: waiting messages, who answers, and the open session. The most recently active one stays; the others become its
 * names.
 */
export async function joinConversations(
	connection: StateConnection,
	rows: readonly [ConversationRow, ...ConversationRow[]],
	now: number,
): Promise<ConversationRow> {
	const [whole, ...parts] = rows.toSorted((one, other) => other.turnEffects - one.turnEffects || other.lastAt - one.lastAt);
	for (const part of parts) await join(connection, part, whole!, now);
	return whole!;
}

async function join(connection: StateConnection, part: ConversationRow, whole: ConversationRow, now: number): Promise<void> {
	await silenceBoth(connection, part, whole, now);
	// Effects are not repeated; the answer still goes out.
	await endTurnOf(connection, part, part.turnEffects === 1);
	await moveRows(connection, part, whole);
	await moveFollowUps(connection, part, whole);
	await updateConversation(connection, whole, {
		messages: whole.messages + part.messages,
		sends: whole.sends + part.sends,
		lastAt: Math.max(whole.lastAt, part.lastAt),
		lastContactAt: latest(whole.lastContactAt, part.lastContactAt),
		heldUntil: latest(whole.heldUntil, part.heldUntil),
		floodUntil: latest(whole.floodUntil, part.floodUntil),
		nextSendAt: Math.max(whole.nextSendAt, part.nextSendAt),
		quietMs: Math.max(whole.quietMs, part.quietMs),
		maxQuietMs: Math.max(whole.maxQuietMs, part.maxQuietMs),
		labels: JSON.stringify([...new Set([whole, part].flatMap(({ labels }) => JSON.parse(labels) as string[]))]),
	});
	await updateConversation(connection, part, {
		joinedInto: whole.id,
		heldUntil: null,
		mode: 'agent',
		modeUntil: null,
		modeBy: null,
	});
	await connection.run('UPDATE conversation SET joined_into = ? WHERE tenant = ? AND joined_into = ?', whole.id, whole.tenant, part.id);
	await scheduleTurn(connection, whole);
	await connection.run('DELETE FROM late_conversation WHERE tenant = ? AND conversation = ?', part.tenant, part.id);
	await planWait(connection, whole, now);
}

const latest = (one: number | null, other: number | null) => (one === null || other === null ? (one ?? other) : Math.max(one, other));

async function silenceBoth(connection: StateConnection, part: ConversationRow, whole: ConversationRow, now: number): Promise<void> {
	for (const row of [part, whole]) await endPause(connection, row, now);
	const [strictest, other] = strictness(part) > strictness(whole) ? [part, whole] : [whole, part];
	if (strictest.mode === 'agent') return;
	if (other === part) await withdrawSends(connection, part, 'the agent is silent with this person');
	const isForever = strictest.modeUntil === null || (other.mode === strictest.mode && other.modeUntil === null);
	const until = isForever ? null : latest(strictest.modeUntil, other.modeUntil);
	if (whole.mode === strictest.mode && whole.modeUntil === until) return;
	const change = { mode: strictest.mode, until, by: strictest.modeBy ?? 'agent', reason: 'the same person in another conversation' };
	await changeMode(connection, whole, change, now);
}

const strictness = ({ mode }: ConversationRow) => ['agent', 'person', 'off'].indexOf(mode);

/** Merges follow-ups: those sent under either name count for both. */
async function moveFollowUps(connection: StateConnection, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const silence = latest(whole.lastContactAt, part.lastContactAt);
	if (silence === null) return;
	for (const row of [part, whole])
		await connection.run(
			`INSERT INTO follow_up (tenant, conversation, silence, number, at)
			SELECT tenant, ?1, ?2, number, at FROM follow_up WHERE tenant = ?3 AND conversation = ?4 AND silence = ?5 ON CONFLICT DO NOTHING`,
			whole.id,
			silence,
			row.tenant,
			row.id,
			row.lastContactAt,
		);
	await connection.run('DELETE FROM follow_up WHERE tenant = ? AND conversation = ?', part.tenant, part.id);
}

async function moveRows(connection: StateConnection, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const session = [part.tenant, part.id, part.session] as const;
	const open =
		'tenant = ?3 AND conversation = ?4 AND number IN (SELECT number FROM message WHERE tenant = ?3 AND conversation = ?4 AND session = ?5)';
	await connection.run(`UPDATE audio SET conversation = ?1, number = number + ?2 WHERE ${open}`, whole.id, whole.messages, ...session);
	await moveMessages(connection, part, whole);
	await connection.run('DELETE FROM session_memory WHERE tenant = ? AND conversation = ? AND session = ?', ...session);
	await moveSends(connection, part, whole);
	for (const table of movedTables) {
		await moveTexts(connection, table, part, whole);
		await connection.run(`UPDATE ${table} SET conversation = ? WHERE tenant = ? AND conversation = ?`, whole.id, part.tenant, part.id);
	}
}

/** Separates conversations of people whom a person separated. Messages stay where they are. */
export async function partConversations(connection: StateConnection, tenant: string, contacts: readonly [string, string]): Promise<void> {
	await connection.run(
		`UPDATE conversation SET joined_into = NULL WHERE tenant = ?1 AND contact IN (?2, ?3) AND contact <>
		(SELECT whole.contact FROM conversation AS whole WHERE whole.tenant = ?1 AND whole.id = conversation.joined_into)`,
		tenant,
		...contacts,
	);
	await connection.run('UPDATE conversation SET reply_address = NULL WHERE tenant = ? AND contact IN (?, ?)', tenant, ...contacts);
}
