import { isHot } from '../../../../core/conversations/hand-over/is-hot';
import type { ListedConversation } from '../../../../core/ports/channels/conversations';
import type { HandOverSummary } from '../../../../core/ports/channels/hand-overs';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { openHandOver, openNote } from '../sealed/desk-text';
import { loadKeys } from '../sealed/sealed-text';
import { type ConversationRow, readOrigin, sessionName } from '../conversation-rows';
import { selectLastMessages } from '../message-rows';
import { timeOf } from '../new-id';
import { findWaits } from '../people/find-waits';

type LastHandOver = NonNullable<ListedConversation['handOver']>;
type Part = Pick<ConversationRow, 'id' | 'session'>;

export async function describeConversations(
	connection: StateConnection,
	tenant: string,
	rows: readonly ConversationRow[],
	now: number,
): Promise<ListedConversation[]> {
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const waits = await findWaits(connection, tenant, rows);
	const handOvers = await findHandOvers(connection, tenant, ids);
	const messages = await selectLastMessages(connection, tenant, ids);
	const assigned = await findAssigned(connection, tenant, ids);
	const parts = await findParts(connection, tenant, ids);
	const named = await findNames(connection, tenant, [...new Set(rows.map(({ contact }) => contact))]);
	return rows.map((row) => {
		const { id, channel, contact, mode, lastAt } = row;
		const [handOver, wait, joined] = [handOvers.get(id) ?? null, waits.get(id), parts.get(id) ?? []];
		return {
			...{ id, channel, contact, name: named.get(contact) ?? null, mode, lastMessageAt: Number(lastAt), sessionAgent: row.agent || null },
			names: listNames(row, joined),
			// A customer known under another name is not new.
			begunAt: Math.min(...[row, ...joined].map((part) => timeOf(part.id))),
			wait: wait ? { waitsFor: wait.waitsFor, since: wait.since, isLate: wait.dueAt <= now, run: wait.run ?? null } : null,
			...{ handOver, isHot: isHot(handOver?.temperature), origin: readOrigin(row)?.last ?? null },
			...{ assignedTo: assigned.get(id) ?? null, lastMessage: messages.get(id) ?? null },
		};
	});
}

export async function findHandOvers(
	connection: StateConnection,
	tenant: string,
	ids: readonly string[],
): Promise<Map<string, LastHandOver>> {
	const rows = await connection.all<{ conversation: string; name: string; reason: string; summary: string; state: string; at: number }>(
		`SELECT conversation, name, reason, summary, state, at FROM hand_over
		WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND state <> 'draft' ORDER BY at, id`,
		...[tenant, JSON.stringify(ids)],
	);
	await loadKeys(connection, tenant, rows);
	const last = new Map<string, LastHandOver>();
	for (const { conversation, name, at, state, ...sealed } of rows) {
		const { reason, summary } = await openHandOver(connection, { tenant, conversation, name }, sealed);
		// A hand-over without a temperature keeps the last one.
		const { temperature = last.get(conversation)?.temperature ?? null } = JSON.parse(summary) as HandOverSummary;
		last.set(conversation, { reason, state, at: Number(at), temperature });
	}
	return last;
}

/** Max per month: a session ends after half a day of silence. */
const maxSessions = 62;

export function listNames(row: Part, parts: readonly Part[]): string[] {
	const sessions = [row, ...parts].flatMap((one) =>
		Array.from({ length: one.session }, (_, n) => sessionName({ ...one, session: one.session - n })),
	);
	return [row.id, ...sessions.slice(0, maxSessions)];
}

export async function findParts(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, Part[]>> {
	const rows = await connection.all<Part & { whole: string }>(
		`SELECT id, session, joined_into AS whole FROM conversation WHERE tenant = ?1 AND joined_into IN ${textsOf(connection, '?2')}
		AND contact IN (SELECT contact FROM conversation WHERE tenant = ?1 AND id IN ${textsOf(connection, '?2')}) ORDER BY id`,
		...[tenant, JSON.stringify(ids)],
	);
	return Map.groupBy(rows, ({ whole }) => whole);
}

async function findNames(connection: StateConnection, tenant: string, contacts: readonly string[]): Promise<Map<string, string | null>> {
	const rows = await connection.all<{ id: string; name: string | null }>(
		`SELECT id, name FROM contact WHERE tenant = ? AND id IN ${textsOf(connection)}`,
		...[tenant, JSON.stringify(contacts)],
	);
	return new Map(rows.map(({ id, name }) => [id, name]));
}

async function findAssigned(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await connection.all<{ conversation: string; id: string; content: string }>(
		`SELECT conversation, id, content FROM conversation_note WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND kind = 'assignment' ORDER BY id`,
		...[tenant, JSON.stringify(ids)],
	);
	const last = new Map(rows.map((row) => [row.conversation, row]));
	await loadKeys(connection, tenant, rows);
	const assigned = new Map<string, string>();
	for (const [id, row] of last) assigned.set(id, await openNote(connection, { tenant, ...row }, row.content));
	return assigned;
}
