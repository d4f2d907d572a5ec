import type { DeskContent } from '../../../core/ports/channels/hand-overs';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import type { NewSend } from '../../../core/ports/channels/outbox';
import type { StateConnection } from '../../database/state-database';
import { readOr } from '../work/unreadable-row';
import { addWork, cancelWork } from '../work/work-rows';
import { answersNothing, nothing, refuseWithoutBasis } from './contacts/basis-demands';
import { type HashName, isOptedOut } from './contacts/opted-out-rows';
import { addNext, type ConversationQueue } from './conversation-queue';
import { type ConversationRow, updateConversation } from './conversation-rows';
import { addMessage } from './message-rows';
import { newId } from './new-id';
import { openDeskContent } from './sealed/desk-text';
import { digestSend, openSend, sealSend } from './sealed/message-text';
import { ofDesk } from './people/desk-names';
import { customerWrote, toOutdated } from './silence-templates';

export type Refusal = 'opted-out' | 'no-basis';

interface Adding {
	now: number;
	hashName: HashName;
	dueAt?: number;
	/** Number of the customer message they answer; undefined if unstated. */
	answers?: number | undefined;
}

/**
 * Adds messages to the outbox unless the contact opted out, or none has its legal basis. A repeated job gets the stored ids. @returns their ids, or
 * the refusal
 */
export async function addSends(
	connection: StateConnection,
	row: ConversationRow,
	sends: readonly NewSend[],
	{ now, hashName, dueAt, answers: answered = 0 }: Adding,
): Promise<string[] | Refusal> {
	if (await isOptedOut(connection, row, hashName)) return 'opted-out';
	const allowed: Array<NewSend & { answers: number }> = [];
	for (const send of sends) {
		const isNothing = answered === 0 && send.writer === undefined && (await answersNothing(connection, row, send.key, now));
		const known = await findByKey(connection, row, send.key);
		const judged = { ...send, answers: isNothing ? nothing : answered };
		if (known !== undefined || !(await refuseWithoutBasis(connection, row, judged, now)))
			allowed.push({ ...send, answers: isNothing ? nothing : 0 });
	}
	if (allowed.length === 0 && sends.length > 0) return 'no-basis';
	return putSends(connection, row, allowed, now, dueAt);
}

const findByKey = (connection: StateConnection, { tenant }: ConversationRow, key: string) =>
	connection.get<{ id: string }>('SELECT id FROM outgoing WHERE tenant = ? AND name = ?', tenant, key);

/** Adds messages once per key, without checking consent. @param dueAt earliest time of the first @returns their ids */
export async function putSends(
	connection: StateConnection,
	row: ConversationRow,
	sends: ReadonlyArray<NewSend & { answers?: number }>,
	now: number,
	dueAt = now,
): Promise<string[]> {
	const ids: string[] = [];
	for (const { key, content, replyTo, run, byPerson, writer, answers = 0 } of sends) {
		const existing = await findByKey(connection, row, key);
		if (existing) {
			ids.push(existing.id);
			continue;
		}
		const id = newId(now);
		await updateConversation(connection, row, { sends: row.sends + 1 });
		await connection.run(
			`INSERT INTO outgoing (tenant, id, name, channel, conversation, number, content, reply_to, run, digest, state, waits, attempts, created_at, echoes, by_person, writer, answers)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'queued', 1, 0, ?11, 0, ?12, ?13, ?14)`,
			row.tenant,
			id,
			key,
			row.channel,
			row.id,
			row.sends,
			await sealSend(connection, { tenant: row.tenant, conversation: row.id, id }, content),
			replyTo ?? null,
			run ?? null,
			await digestSend(connection, row, [content]),
			now,
			Number(byPerson ?? false),
			writer ?? null,
			answers,
		);
		ids.push(id);
	}
	await addNextSend(connection, row, dueAt);
	return ids;
}

export const sendQueue: ConversationQueue = { table: 'outgoing', kind: 'channel-send' };

/** Max wait of last words for the desk's confirmation. */
export const maxHoldMs = 30_000;

export async function addNextSend(connection: StateConnection, row: ConversationRow, now: number): Promise<void> {
	const dueAt = Math.max(now, row.nextSendAt, await findHold(connection, row));
	await addNext(connection, sendQueue, { tenant: row.tenant, conversation: row.id }, dueAt);
}

/** Returns until when the next message waits for an unwritten note; 0 if it does not. */
async function findHold(connection: StateConnection, { tenant, id }: ConversationRow): Promise<number> {
	const notes = await connection.all<{ id: string; content: string; at: number }>(
		`SELECT id, content, created_at AS at FROM desk_write WHERE tenant = ? AND conversation = ? AND waits = 1`,
		tenant,
		id,
	);
	if (notes.length === 0) return 0;
	const next = await connection.get<{ name: string }>(
		'SELECT name FROM outgoing WHERE tenant = ? AND conversation = ? AND waits = 1 ORDER BY number, id LIMIT 1',
		tenant,
		id,
	);
	const isOf = (note: DeskContent) => note.kind === 'note' && note.promise !== undefined && note.promise.key === next?.name;
	let until = 0;
	for (const { id: write, content, at } of notes) {
		const note = await readOr(openDeskContent(connection, { tenant, conversation: id, id: write }, content), undefined);
		if (note && isOf(note)) until = Math.max(until, at + maxHoldMs);
	}
	return until;
}

/** Releases a message that waited for a desk note. @param isTold true if people know, which the message then says */
export async function releaseSend(
	connection: StateConnection,
	tenant: string,
	{ key: name, text }: { key: string; text: string },
	{ isTold, now }: { isTold: boolean; now: number },
): Promise<void> {
	const ours = `tenant = ? AND name = ? AND state = 'queued' AND attempts = 0`;
	const found = await connection.get<{ key: string; lane: string; conversation: string }>(
		`SELECT id AS key, channel AS lane, conversation FROM outgoing WHERE ${ours}`,
		tenant,
		name,
	);
	if (found === undefined) return;
	const { conversation, ...send } = found;
	// Locks the work first, like whoever takes it.
	await addWork(connection, { tenant, kind: sendQueue.kind, ...send, dueAt: now, moves: true });
	if (!isTold) return;
	const content: MessageContent = { kind: 'text', text };
	const sealed = await sealSend(connection, { tenant, conversation, id: send.key }, content);
	const digest = await digestSend(connection, { tenant, id: conversation }, [content]);
	await connection.run(`UPDATE outgoing SET content = ?, digest = ? WHERE ${ours}`, sealed, digest, tenant, name);
}

export const unlessByPerson = 'AND by_person = 0';

/** Includes staff messages: the customer wants nothing, or a person decides so. */
export const ofAll = '';

export const lastWordsOnly = `EXISTS (SELECT 1 FROM hand_over WHERE hand_over.tenant = outgoing.tenant
	AND hand_over.conversation = outgoing.conversation AND substr(outgoing.name, 1, length(hand_over.name) + 1) = hand_over.name || ' ')`;

/** Releases held messages after the customer wrote, unless they opted out, also in another conversation. */
export async function releaseHeld(connection: StateConnection, row: ConversationRow, now: number, hashName: HashName): Promise<void> {
	if (await isOptedOut(connection, row, hashName))
		return void (await withdrawSends(connection, row, 'the customer opted out', `AND state = 'held'`));
	// The window is already open.
	await withdrawSends(connection, row, customerWrote, `AND ${toOutdated(row)}`);
	const released = await connection.run(
		`UPDATE outgoing SET state = 'queued', waits = 1, attempts = 0 WHERE tenant = ? AND conversation = ? AND waits = 0 AND state = 'held'`,
		row.tenant,
		row.id,
	);
	if (released > 0) await addNextSend(connection, row, now);
}

/** Withdraws waiting messages, not one being sent. @param which a further condition @returns how many */
export async function withdrawSends(
	connection: StateConnection,
	{ tenant, id }: Pick<ConversationRow, 'tenant' | 'id'>,
	reason: string,
	which = unlessByPerson,
): Promise<number> {
	// Work ends when due: a message being taken must not lose it.
	const withdrawn = await connection.run(
		`UPDATE outgoing SET state = 'withdrawn', waits = 0, reason = ? WHERE tenant = ? AND conversation = ? AND state IN ('queued', 'held') ${which}`,
		reason,
		tenant,
		id,
	);
	await addNext(connection, sendQueue, { tenant, conversation: id }, 0); // one that is being looked up
	return withdrawn;
}

export async function addMessageIds(
	connection: StateConnection,
	{ tenant, channel, id }: { tenant: string; channel: string; id: string },
	messageIds: readonly string[],
): Promise<void> {
	for (const messageId of messageIds) {
		await connection.run(
			'INSERT INTO outgoing_id (tenant, channel, id, outgoing) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, channel, id) DO NOTHING',
			tenant,
			channel,
			messageId,
			id,
		);
	}
}

export async function findByMessageId(
	connection: StateConnection,
	{ tenant, channel, messageId }: { tenant: string; channel: string; messageId: string },
): Promise<string | undefined> {
	const row = await connection.get<{ outgoing: string }>(
		'SELECT outgoing FROM outgoing_id WHERE tenant = ? AND channel = ? AND id = ?',
		tenant,
		channel,
		messageId,
	);
	return row?.outgoing;
}

export async function findUnknown(
	connection: StateConnection,
	{ tenant, channel, id }: { tenant: string; channel: string; id: string },
): Promise<string | undefined> {
	const where = `tenant = ? AND channel = ? AND id = ? AND state = 'unknown'`;
	return (await connection.get<{ id: string }>(`SELECT id FROM outgoing WHERE ${where}`, tenant, channel, id))?.id;
}

/**
 * Matches an echo to the own message: by id, by travelling mark, or by content while the provider's response is pending. Content matches once per
 * message.
 */
export async function findOwnSend(
	connection: StateConnection,
	row: ConversationRow,
	{ messageId, mark, content }: { messageId: string; mark: string | undefined; content: readonly MessageContent[] | undefined },
): Promise<{ id: string; isNew: boolean } | undefined> {
	const { tenant, channel, id: conversation } = row;
	const known = await findByMessageId(connection, { tenant, channel, messageId });
	if (known !== undefined) return { id: known, isNew: false };
	const where = 'SELECT id FROM outgoing WHERE tenant = ? AND conversation = ?';
	const marked = mark && (await connection.get<{ id: string }>(`${where} AND id = ?`, tenant, conversation, mark));
	if (marked) return { id: marked.id, isNew: true };
	if (content === undefined) return undefined;
	const same = await connection.get<{ id: string }>(
		`${where} AND digest = ? AND echoes = 0 AND state IN ('sending', 'unknown') ORDER BY number LIMIT 1`,
		tenant,
		conversation,
		await digestSend(connection, row, content),
	);
	return same && { id: same.id, isNew: true };
}

export async function addSentMessage(
	connection: StateConnection,
	row: ConversationRow,
	{ id: send, content, replyTo }: { id: string; content: MessageContent; replyTo: string | null },
	{ id, at }: { id: string; at: number },
	now: number,
): Promise<void> {
	// A desk message is in the conversation since it was written.
	const from = `SELECT name, writer FROM outgoing WHERE tenant = ? AND id = ?`;
	const { name = '', writer = null } = (await connection.get<{ name: string; writer: string | null }>(from, row.tenant, send)) ?? {};
	if (name.startsWith(ofDesk)) return;
	const author = writer === null ? { author: 'agent' as const } : { author: 'person' as const, writer };
	const message = { id, ...author, at, content: [content], waits: false, receipt: null };
	await addMessage(connection, row, { ...message, ...(replyTo !== null && { replyTo }) }, now);
}

/** Ends the lookup of a message. Call before changing the row: whoever takes work locks it first, too. */
export async function endLookUp(connection: StateConnection, { tenant, id }: { tenant: string; id: string }): Promise<void> {
	const isLookedUp = `SELECT 1 AS one FROM outgoing WHERE tenant = ? AND id = ? AND state IN ('unknown', 'refused', 'withdrawn')`;
	if (await connection.get(isLookedUp, tenant, id)) await cancelWork(connection, { tenant, kind: sendQueue.kind, key: id });
}

/** An echo or status proves that a message was sent, even without a response. */
export async function noteEcho(
	connection: StateConnection,
	row: ConversationRow,
	{ id, messageId, at }: { id: string; messageId: string; at: number },
	now: number,
): Promise<void> {
	const { tenant, channel } = row;
	await addMessageIds(connection, { tenant, channel, id }, [messageId]);
	await endLookUp(connection, { tenant, id });
	await connection.run('UPDATE outgoing SET echoes = echoes + 1 WHERE tenant = ? AND id = ?', tenant, id);
	const answered = await connection.run(
		`UPDATE outgoing SET state = 'sent', waits = 0, reason = NULL, sent_at = ? WHERE tenant = ? AND id = ? AND state = 'unknown'`,
		at,
		tenant,
		id,
	);
	if (answered === 0) return;
	await addNextSend(connection, row, now);
	const sent = await connection.get<{ conversation: string; content: string; replyTo: string | null }>(
		'SELECT conversation, content, reply_to AS "replyTo" FROM outgoing WHERE tenant = ? AND id = ?',
		tenant,
		id,
	);
	const content = await openSend(connection, { tenant, conversation: sent!.conversation, id }, sent!.content);
	await addSentMessage(connection, row, { id, content, replyTo: sent!.replyTo }, { id: messageId, at }, now);
}
