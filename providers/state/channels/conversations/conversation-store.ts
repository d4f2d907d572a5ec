import { isHot } from '../../../../core/conversations/hand-over/is-hot';
import type {
	ConversationFilter,
	ConversationNote,
	Conversations,
	ListedConversation,
	NewNote,
} from '../../../../core/ports/channels/conversations';
import type { DayFigures, DayHandOver, DayOfConversations } from '../../../../core/ports/channels/day-figures';
import type { HandOverSummary } from '../../../../core/ports/channels/hand-overs';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { readOr } from '../../work/unreadable-row';
import { tellWork } from '../../work/work-watch';
import type { ChannelDatabase } from '../channel-database';
import { findConversation, readOrigin, selectConversations, sessionName, type ConversationRow } from '../conversation-rows';
import { selectLastMessages } from '../message-rows';
import { newId, timeOf } from '../new-id';
import { deskQueue } from '../people/desk-rows';
import { findWaits, isOwn, isWaiting } from '../people/find-waits';
import { addDeskWrites } from '../people/hand-over-rows';
import { openHandOver, openNote, openReason, sealNote } from '../sealed/desk-text';
import { loadKeys } from '../sealed/sealed-text';
import { openMessage } from '../sealed/message-text';

type LastHandOver = NonNullable<ListedConversation['handOver']>;
type Part = Pick<ConversationRow, 'id' | 'session'>;

async function describeConversations(
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
		const handOver = handOvers.get(id) ?? null;
		const wait = waits.get(id);
		const joined = parts.get(id) ?? [];
		return {
			id,
			channel,
			contact,
			name: named.get(contact) ?? null,
			mode,
			lastMessageAt: Number(lastAt),
			sessionAgent: row.agent || null,
			names: listNames(row, joined),
			// A customer known under another name is not new.
			begunAt: Math.min(...[row, ...joined].map((part) => timeOf(part.id))),
			wait: wait ? { waitsFor: wait.waitsFor, since: wait.since, isLate: wait.dueAt <= now, run: wait.run ?? null } : null,
			handOver,
			isHot: isHot(handOver?.temperature),
			origin: readOrigin(row)?.last ?? null,
			assignedTo: assigned.get(id) ?? null,
			lastMessage: messages.get(id) ?? null,
		};
	});
}

async function findHandOvers(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, LastHandOver>> {
	const rows = await connection.all<{ conversation: string; name: string; reason: string; summary: string; state: string; at: number }>(
		`SELECT conversation, name, reason, summary, state, at FROM hand_over
		WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND state <> 'draft' ORDER BY at, id`,
		tenant,
		JSON.stringify(ids),
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

function listNames(row: Part, parts: readonly Part[]): string[] {
	const sessions = [row, ...parts].flatMap((one) =>
		Array.from({ length: one.session }, (_, n) => sessionName({ ...one, session: one.session - n })),
	);
	return [row.id, ...sessions.slice(0, maxSessions)];
}

async function findParts(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, Part[]>> {
	const rows = await connection.all<Part & { whole: string }>(
		`SELECT id, session, joined_into AS whole FROM conversation WHERE tenant = ?1 AND joined_into IN ${textsOf(connection, '?2')}
		AND contact IN (SELECT contact FROM conversation WHERE tenant = ?1 AND id IN ${textsOf(connection, '?2')}) ORDER BY id`,
		tenant,
		JSON.stringify(ids),
	);
	return Map.groupBy(rows, ({ whole }) => whole);
}

async function findNames(connection: StateConnection, tenant: string, contacts: readonly string[]): Promise<Map<string, string | null>> {
	const rows = await connection.all<{ id: string; name: string | null }>(
		`SELECT id, name FROM contact WHERE tenant = ? AND id IN ${textsOf(connection)}`,
		tenant,
		JSON.stringify(contacts),
	);
	return new Map(rows.map(({ id, name }) => [id, name]));
}

async function findAssigned(connection: StateConnection, tenant: string, ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await connection.all<{ conversation: string; id: string; content: string }>(
		`SELECT conversation, id, content FROM conversation_note WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND kind = 'assignment' ORDER BY id`,
		tenant,
		JSON.stringify(ids),
	);
	const last = new Map(rows.map((row) => [row.conversation, row]));
	await loadKeys(connection, tenant, rows);
	const assigned = new Map<string, string>();
	for (const [id, row] of last) assigned.set(id, await openNote(connection, { tenant, ...row }, row.content));
	return assigned;
}

const maxRows = 10_000;

async function readFigures(
	connection: StateConnection,
	tenant: string,
	{ conversations, begun, from, to }: DayOfConversations,
): Promise<DayFigures> {
	const day = [tenant, JSON.stringify(conversations), from, to, maxRows];
	const among = textsOf(connection, '?2');
	// The words with which a person handed it over do not count as an answer to it.
	const handOvers = await connection.all<DayHandOver & { name: string; answeredAt: number | null }>(
		`SELECT conversation, name, at, reason, state, handed_by AS "by", (SELECT min(arrived_at) FROM message WHERE message.tenant = ?1
		AND message.conversation = hand_over.conversation AND author = 'person' AND arrived_at >= hand_over.at
		AND NOT EXISTS (SELECT 1 FROM outgoing_id AS own WHERE own.tenant = ?1 AND own.channel = hand_over.channel AND own.id = message.id)) AS "answeredAt"
		FROM hand_over WHERE tenant = ?1 AND conversation IN ${among} AND state <> 'draft' AND at >= ?3 AND at < ?4 ORDER BY at DESC, id DESC LIMIT ?5`,
		...day,
	);
	const first = await connection.all<{ asked: number; answered: number | null }>(
		`SELECT asked.arrived_at AS asked, (SELECT min(own.arrived_at) FROM message AS own WHERE own.tenant = ?1
		AND own.conversation = asked.conversation AND own.number > asked.number AND own.author <> 'contact') AS answered
		FROM message AS asked WHERE asked.tenant = ?1 AND (asked.conversation, asked.number) IN (SELECT conversation, min(number) FROM message
		WHERE tenant = ?1 AND conversation IN ${among} AND author = 'contact' AND begins_turn = 1 GROUP BY conversation)`,
		tenant,
		JSON.stringify(begun),
	);
	const reactions = await connection.all<Reaction>(
		`SELECT conversation, number, content FROM message WHERE tenant = ?1 AND conversation IN ${among} AND author = 'contact' AND arrived_at >= ?3 AND arrived_at < ?4
		AND begins_turn = 0 LIMIT ?5`,
		...day,
	);
	await loadKeys(connection, tenant, [...handOvers, ...reactions]);
	const told: DayHandOver[] = [];
	for (const { answeredAt: _answeredAt, name, at, reason, ...one } of handOvers)
		told.push({ ...one, at: Number(at), reason: await openReason(connection, { tenant, conversation: one.conversation, name }, reason) });
	return {
		handOvers: told,
		firstAnswerMs: first.flatMap(({ asked, answered }) => (answered === null ? [] : Math.max(0, Number(answered) - Number(asked)))),
		personAnswerMs: handOvers.flatMap(({ at, answeredAt }) => (answeredAt === null ? [] : Number(answeredAt) - Number(at))),
		reactions: await countEmojis(connection, tenant, reactions),
	};
}

interface Reaction {
	conversation: string;
	number: number;
	content: string;
}

async function countEmojis(connection: StateConnection, tenant: string, rows: readonly Reaction[]): Promise<Record<string, number>> {
	const emojis: string[] = [];
	for (const { content, ...key } of rows)
		for (const part of await readOr(openMessage(connection, { tenant, ...key }, content), []))
			if (part.kind === 'reaction' && part.emoji !== '') emojis.push(part.emoji);
	return Object.fromEntries([...Map.groupBy(emojis, (emoji) => emoji)].map(([emoji, all]) => [emoji, all.length]));
}

const batch = 200;

function selectByActivity(
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
		`${where} AND ${isOwn}${to === undefined ? '' : ` AND ${within}`}${mustWait ? ` AND ${isWaiting}` : ''}${before ? ' AND (last_at, id) < (?, ?)' : ''} ORDER BY last_at DESC, id DESC LIMIT ?`,
		...values,
		...period,
		...(before ?? []),
		batch,
	);
}

async function leaveWanted(
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

export function createConversations({ database, change, now, wakeUps }: ChannelDatabase): Conversations {
	/** Reads in batches: SQLite blocks this process while reading. */
	async function readBatches<Listed>(
		tenant: string,
		filter: ConversationFilter,
		limit: number,
		read: (connection: StateConnection, rows: ConversationRow[], left: number) => Promise<Listed[]>,
	): Promise<Listed[]> {
		const found: Listed[] = [];
		for (let { before } = filter; ;) {
			const place = { ...filter, ...(before && { before }) };
			const { rows, listed } = await database.read(tenant, async (connection) => {
				const rows = await selectByActivity(connection, tenant, place);
				return { rows, listed: await read(connection, rows, limit - found.length) };
			});
			found.push(...listed);
			if (found.length >= limit || rows.length < batch) return found;
			const { lastAt, id } = rows.at(-1)!;
			before = [Number(lastAt), id];
		}
	}
	return {
		list: (tenant, filter, limit) =>
			readBatches(tenant, filter, limit, async (connection, rows, left) => {
				const wanted = (await leaveWanted(connection, tenant, rows, filter)).slice(0, left);
				return describeConversations(connection, tenant, wanted, now(connection));
			}),
		listNames: (tenant, filter, limit) =>
			readBatches(tenant, filter, limit, async (connection, rows, left) => {
				const ids = rows.map(({ id }) => id);
				const parts = await findParts(connection, tenant, ids);
				return rows.slice(0, left).map((row) => ({ id: row.id, names: listNames(row, parts.get(row.id) ?? []) }));
			}),
		measure: (tenant, day) => database.read(tenant, (connection) => readFigures(connection, tenant, day)),
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, id);
				return row && (await describeConversations(connection, tenant, [row], now(connection)))[0];
			}),
		async addNote(tenant, id, note) {
			const isAdded = await change(tenant, async (connection, now, _hash, noteAct) => {
				const row = await findConversation(connection, tenant, id);
				if (row) await addNote(connection, row, note, now);
				const object = { kind: 'conversation', value: id };
				if (row)
					await noteAct(tenant, {
						action: note.kind === 'assignment' ? 'conversation.assigned' : 'conversation.noted',
						by: note.by,
						object,
					});
				return row !== undefined;
			});
			if (note.desk) tellWork(wakeUps, deskQueue.kind);
			return isAdded;
		},
		listNotes: (tenant, id, limit) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, id);
				return row ? listNotes(connection, row, limit) : [];
			}),
	};
}

async function addNote(
	connection: StateConnection,
	{ tenant, id: conversation }: ConversationRow,
	{ kind, by, text, desk }: NewNote,
	now: number,
): Promise<void> {
	const id = newId(now);
	await connection.run(
		'INSERT INTO conversation_note (tenant, conversation, id, at, kind, written_by, content) VALUES (?, ?, ?, ?, ?, ?, ?)',
		tenant,
		conversation,
		id,
		now,
		kind,
		by,
		await sealNote(connection, { tenant, conversation, id }, text),
	);
	if (desk) await addDeskWrites(connection, { tenant, id, conversation, desk: desk.name }, [desk.content], now);
}

interface NoteRow extends Omit<ConversationNote, 'desk'>, Record<'desk' | 'state' | 'reason', string | null> {
	id: string;
}

async function listNotes(connection: StateConnection, { tenant, id }: ConversationRow, limit: number): Promise<ConversationNote[]> {
	const rows = await connection.all<NoteRow>(
		`SELECT note.id, note.at, note.kind, note.written_by AS "by", note.content AS "text", desk_write.channel AS desk, desk_write.state, desk_write.reason
		FROM conversation_note AS note LEFT JOIN desk_write ON desk_write.tenant = note.tenant AND desk_write.hand_over = note.id
		WHERE note.tenant = ? AND note.conversation = ? ORDER BY note.id DESC LIMIT ?`,
		tenant,
		id,
		limit,
	);
	const notes: ConversationNote[] = [];
	for (const { id: note, at, text, desk, state, reason, ...row } of rows)
		notes.push({
			...row,
			at: Number(at),
			text: await openNote(connection, { tenant, conversation: id, id: note }, text),
			desk: desk === null ? null : { name: desk, state: state!, reason },
		});
	return notes;
}
