import type { ConversationFilter, ListedConversation } from '../../../../core/ports/channels/conversations';
import { isHot } from '../../../../core/conversations/hand-over/is-hot';
import type { HandOverSummary } from '../../../../core/ports/channels/hand-overs';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { type ConversationRow, readOrigin, selectConversations, sessionName } from '../conversation-rows';
import { selectMessages } from '../message-rows';
import { timeOf } from '../new-id';
import { findWaits, isWaiting, type Wait } from '../people/find-waits';

/** Rows that are read at a time, and whose facts decide whether the list has them. */
export const batch = 200;

/** Returns the next rows of the list, newest first. The index on the last message finds them. */
export function selectByActivity(
	connection: StateConnection,
	tenant: string,
	{ channel, mode, from, to, before, isWaiting: mustWait }: ConversationFilter,
): Promise<ConversationRow[]> {
	const { where, values } = toCondition({ 'tenant = ?': tenant, 'last_at >= ?': from, 'channel = ?': channel, 'mode = ?': mode });
	const within = `(last_at < ? OR EXISTS (SELECT 1 FROM message WHERE message.tenant = conversation.tenant AND message.conversation = conversation.id
		AND arrived_at >= ? AND arrived_at < ?))`;
	const period = to === undefined ? [] : [to, from, to];
	return selectConversations(
		connection,
		`${where}${to === undefined ? '' : ` AND ${within}`}${mustWait ? ` AND ${isWaiting}` : ''}${before ? ' AND (last_at, id) < (?, ?)' : ''} ORDER BY last_at DESC, id DESC LIMIT ?`,
		...[...values, ...period, ...(before ?? []), batch],
	);
}

interface Facts {
	waits: Map<string, Wait>;
	handOvers: Map<string, LastHandOver>;
}
type LastHandOver = NonNullable<ListedConversation['handOver']>;

/** Leaves those that the filter wants. What is dearer to find out is asked of fewer. */
export async function leaveWanted(
	connection: StateConnection,
	tenant: string,
	rows: ConversationRow[],
	{ isHot: mustBeHot, origin }: ConversationFilter,
): Promise<ConversationRow[]> {
	let left = rows;
	const ids = () => left.map(({ id }) => id);
	if (mustBeHot) {
		const handOvers = await findHandOvers(connection, tenant, ids());
		left = left.filter(({ id }) => isHot(handOvers.get(id)?.temperature));
	}
	return origin === undefined ? left : left.filter((row) => readOrigin(row)?.last.via === origin);
}

export async function readFacts(connection: StateConnection, tenant: string, rows: readonly ConversationRow[]): Promise<Facts> {
	const ids = rows.map(({ id }) => id);
	return {
		waits: await findWaits(connection, tenant, rows),
		handOvers: await findHandOvers(connection, tenant, ids),
	};
}

/** Adds what is only shown. */
export async function describeConversation(
	connection: StateConnection,
	row: ConversationRow,
	facts: Facts,
	now: number,
): Promise<ListedConversation> {
	const { tenant, id, channel, contact, mode, lastAt } = row;
	const [last] = await selectMessages(connection, row, '1 = 1 ORDER BY number DESC LIMIT 1');
	const named = await connection.get<{ name: string | null }>('SELECT name FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
	const handOver = facts.handOvers.get(id) ?? null;
	const wait = facts.waits.get(id);
	return {
		names: await listNames(connection, row),
		...{ id, channel, contact, name: named?.name ?? null, mode, begunAt: timeOf(id), lastMessageAt: Number(lastAt) },
		...{
			wait: wait ? { waitsFor: wait.waitsFor, since: wait.since, isLate: wait.dueAt <= now, run: wait.run ?? null } : null,
			handOver,
			isHot: isHot(handOver?.temperature),
		},
		...{ origin: readOrigin(row)?.last ?? null, assignedTo: await findAssigned(connection, row) },
		lastMessage: last ?? null,
	};
}

async function findHandOvers(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, LastHandOver>> {
	const rows = await connection.all<{ conversation: string; reason: string; summary: string; state: string; at: number }>(
		`SELECT conversation, reason, summary, state, at FROM hand_over
		WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND state <> 'draft' ORDER BY at, id`,
		...[tenant, JSON.stringify(ids)],
	);
	return new Map(
		rows.map(({ conversation, summary, at, ...row }) => {
			const { temperature = null } = JSON.parse(summary) as HandOverSummary;
			return [conversation, { ...row, at: Number(at), temperature }];
		}),
	);
}

/** As many as a month can have: a session ends after half a day of silence. */
const maxSessions = 62;

async function listNames(connection: StateConnection, row: ConversationRow): Promise<string[]> {
	const { tenant, id, contact } = row;
	const parts = await connection.all<Pick<ConversationRow, 'id' | 'session'>>(
		'SELECT id, session FROM conversation WHERE tenant = ? AND contact = ? AND joined_into = ?',
		...[tenant, contact, id],
	);
	const sessions = [row, ...parts].flatMap((one) =>
		Array.from({ length: one.session }, (_, n) => sessionName({ ...one, session: one.session - n })),
	);
	return [id, ...sessions.slice(0, maxSessions)];
}

async function findAssigned(connection: StateConnection, { tenant, id }: ConversationRow): Promise<string | null> {
	const row = await connection.get<{ content: string }>(
		`SELECT content FROM conversation_note WHERE tenant = ? AND conversation = ? AND kind = 'assignment' ORDER BY id DESC LIMIT 1`,
		...[tenant, id],
	);
	return row?.content ?? null;
}
