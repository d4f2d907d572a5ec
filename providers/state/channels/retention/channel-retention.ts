import { keptMs } from '../../../../core/base/privacy/kept-classes';
import { isTroupeError } from '../../../../core/base/errors';
import { warnOperator } from '../../../../core/guardrails/masking/warn-operator';
import type { ChannelRetention, RemovedFromChannels } from '../../../../core/ports/channels/channel-retention';
import type { OlderRows } from '../../../../core/ports/memory';
import { textsOf } from '../../../database/in-list';
import { isAnyoneOnHold, isOnHold } from '../../../database/legal-holds';
import { everyTenant } from '../../../database/state-database';
import type { StateConnection, Value } from '../../../database/state-database';
import { listParts } from '../contacts/contact-parts';
import type { ChannelDatabase } from '../channel-database';
import { forgetContact } from '../contacts/forget-contact';
import { restrictedContact } from '../contacts/restricted-rows';
import { isWaiting } from '../people/find-waits';
import type { Inbox } from '../receipts/inbox';
import { conversationParts } from './conversation-parts';
import { type OldRequests, removeOldRequests } from './old-requests';
import { removeSendParts } from './remove-conversation';

const of = (table: string) => `FROM ${table} WHERE ${table}.tenant = conversation.tenant AND ${table}.conversation = conversation.id`;

/** SQL condition on `conversation`: the customer waits, or something is still to be sent to them or a desk. */
const isPending = `(${isWaiting} OR EXISTS (SELECT 1 ${of('outgoing')} AND (outgoing.waits = 1 OR outgoing.state = 'held'))
	OR EXISTS (SELECT 1 ${of('desk_write')} AND desk_write.waits = 1))`;

/* Conditions on rows that cleanings keep: under legal hold or restriction. */

const isContactKept = `(${isOnHold('contact', ['id'])} OR ${restrictedContact('contact.tenant', 'contact.id')})`;
const isConversationKept = `(${isOnHold('conversation', ['id', 'contact'])} OR
	${restrictedContact('conversation.tenant', 'conversation.contact')})`;

/* Counts what the next cleaning removes, by its conditions, without rows that only go with a contact, such as names. */

const inUse = `WITH RECURSIVE used (id) AS (
	SELECT contact FROM conversation WHERE tenant = ?1 AND (last_at >= ?2 OR (last_at >= ?3 AND ${isPending}))
	UNION SELECT contact.merged_into FROM contact JOIN used ON contact.id = used.id WHERE contact.tenant = ?1 AND contact.merged_into IS NOT NULL)`;

async function countOldRows(connection: StateConnection, tenant: string, { before, waitingBefore }: OldTimes): Promise<OlderRows[]> {
	const values = [tenant, before, waitingBefore];
	const counts = [
		await count(connection, 'contact', {
			with: inUse,
			which: 'tenant = ?1 AND created_at < ?2 AND merged_into IS NULL AND id NOT IN (SELECT id FROM used)',
			held: isContactKept,
			values,
		}),
	];
	for (const [table, { oldBy }] of Object.entries(conversationParts)) {
		if (oldBy === undefined) continue;
		const pending = `SELECT id FROM conversation WHERE tenant = ?1 AND ${isPending}`;
		counts.push(
			await count(connection, table, {
				which: `tenant = ?1 AND ${oldBy} < ?2 AND (${oldBy} < ?3 OR conversation NOT IN (${pending}))`,
				held: `conversation IN (SELECT id FROM conversation WHERE tenant = ?1 AND ${isConversationKept})`,
				values,
			}),
		);
	}
	return counts;
}

const countOldRequests = (connection: StateConnection, tenant: string, { before, waitingBefore }: OldTimes): Promise<OlderRows> =>
	count(connection, 'receipt', {
		which: 'tenant = ?1 AND (ended_at < ?2 OR (try_at IS NOT NULL AND received_at < ?3))',
		held: isAnyoneOnHold('receipt'),
		values: [tenant, before, waitingBefore],
	});

interface Condition {
	with?: string;
	which: string;
	held: string;
	values: Value[];
}

async function count(connection: StateConnection, table: string, { with: first = '', which, held, values }: Condition): Promise<OlderRows> {
	const row = await connection.get<{ rows: number; held: number | null }>(
		`${first} SELECT count(*) AS rows, sum(CASE WHEN ${held} THEN 1 ELSE 0 END) AS held FROM ${table} WHERE ${which}`,
		...values,
	);
	return { table, rows: Number(row!.rows), held: Number(row!.held ?? 0) };
}

const dayMs = 86_400_000;
const waitingMs = 30 * dayMs;
const requestMs = keptMs('request');
const givenUpMs = keptMs('requestMark');
const contactsAtOnce = 50;
const conversationsAtOnce = 100;
/** Bounds each transaction: others change conversations in between. */
const transactionMs = 50;

export function createChannelRetention(channels: ChannelDatabase, inbox: Pick<Inbox, 'empty' | 'emptyLog'>): ChannelRetention {
	const { database } = channels;
	const readNow = () => database.read(everyTenant, async (connection) => channels.now(connection));
	/** Otherwise the logs would keep removed data, also from an earlier cleaning during another process's read. */
	const emptyLogs = async () => {
		try {
			await Promise.all([database.emptyLog(), inbox.emptyLog()]);
		} catch (fault) {
			if (!isTroupeError(fault) || !fault.retryable) throw fault;
			// The rows are removed; the caller still gets the counts.
			warnOperator(
				'What was removed from channels is still in the log of their database, which another process reads. The next cleaning empties the log: run `troupe tenant clean` when that process is done.',
				{ code: fault.code },
			);
		}
	};
	return {
		async removeOlder(tenant, { conversationMs, requestMs: ownRequestMs }, signal) {
			const now = await readNow();
			// Requests not yet moved would come back.
			await inbox.empty();
			const removed: RemovedFromChannels = { contacts: 0, messages: 0, requests: 0 };
			if (ownRequestMs !== undefined) {
				const ended = now - ownRequestMs;
				const old = { endedBefore: ended, givenUpBefore: ended, waitingBefore: ended - waitingMs };
				removed.requests = await removeRequests(channels, tenant, old, signal);
			}
			if (conversationMs !== undefined) {
				const times = toTimes(now - conversationMs);
				Object.assign(removed, await removeIdleContacts(channels, tenant, times, signal));
				removed.messages += await removeFromOthers(channels, tenant, times, signal);
			}
			await emptyLogs();
			return removed;
		},
		countOlder: (tenant, { conversationMs, requestMs: ownRequestMs }) =>
			database.read(tenant, async (connection) => {
				const now = channels.now(connection);
				const requests = ownRequestMs === undefined ? [] : [await countOldRequests(connection, tenant, toTimes(now - ownRequestMs))];
				return [
					...requests,
					...(conversationMs === undefined ? [] : await countOldRows(connection, tenant, toTimes(now - conversationMs))),
				];
			}),
		async removeOldRequests(signal) {
			const now = await readNow();
			const removed = await removeRequests(
				channels,
				everyTenant,
				{ endedBefore: now - requestMs, givenUpBefore: now - givenUpMs, eventsBefore: now - givenUpMs },
				signal,
			);
			await emptyLogs();
			return removed;
		},
	};
}

const toTimes = (before: number): OldTimes => ({ before, waitingBefore: before - waitingMs });

/** Processes pages, each in its own transaction. @param take returns the page's last id; undefined at the end */
async function inPages(take: (after: string) => Promise<string | undefined>, signal?: AbortSignal): Promise<void> {
	for (let after: string | undefined = ''; after !== undefined && !signal?.aborted;) after = await take(after);
}

async function removeIdleContacts({ change }: ChannelDatabase, tenant: string, times: OldTimes, signal?: AbortSignal) {
	const removed = { contacts: 0, messages: 0 };
	const take = (after: string) =>
		change(tenant, async (connection, _, hashName) => {
			const begunAt = performance.now();
			let last: string | undefined;
			for (const id of await listOldContacts(connection, tenant, { from: after, before: times.before, max: contactsAtOnce })) {
				if (performance.now() - begunAt > transactionMs) break;
				last = id;
				if (!(await isIdle(connection, tenant, id, times))) continue;
				// Their requests are equally old, and already removed.
				const forgotten = await forgetContact(connection, tenant, id, hashName, { inRequests: false });
				removed.contacts += Number(forgotten.isKnown);
				removed.messages += forgotten.messages;
			}
			return last;
		});
	await inPages(take, signal);
	return removed;
}

async function removeFromOthers({ change }: ChannelDatabase, tenant: string, times: OldTimes, signal?: AbortSignal): Promise<number> {
	let messages = 0;
	const take = (after: string) =>
		change(tenant, async (connection) => {
			const rows = await connection.all<{ id: string }>(
				`SELECT id FROM conversation WHERE tenant = ? AND id > ? AND NOT ${isConversationKept} ORDER BY id LIMIT ?`,
				tenant,
				after,
				conversationsAtOnce,
			);
			const ids = rows.map(({ id }) => id);
			messages += await removeOldRows(connection, tenant, ids, times);
			return ids.at(-1);
		});
	await inPages(take, signal);
	return messages;
}

async function removeRequests({ database }: ChannelDatabase, tenant: string, old: OldRequests, signal?: AbortSignal): Promise<number> {
	let removed = 0;
	for (let isDone = false; !isDone && !signal?.aborted;) {
		const { requests, rows } = await database.change(tenant, (connection) => removeOldRequests(connection, tenant, old));
		removed += requests;
		isDone = rows === 0;
	}
	return removed;
}

/** Returns old unrestricted contacts after `from`, by id. */
async function listOldContacts(
	connection: StateConnection,
	tenant: string,
	{ from, before, max }: { from: string; before: number; max: number },
): Promise<string[]> {
	const rows = await connection.all<{ id: string }>(
		`SELECT id FROM contact WHERE tenant = ? AND id > ? AND created_at < ? AND merged_into IS NULL AND NOT ${isContactKept} ORDER BY id LIMIT ?`,
		tenant,
		from,
		before,
		max,
	);
	return rows.map(({ id }) => id);
}

async function isIdle(connection: StateConnection, tenant: string, contact: string, times: OldTimes): Promise<boolean> {
	const used = await connection.get(
		`SELECT id FROM conversation WHERE tenant = ? AND contact IN ${textsOf(connection)}
		AND (last_at >= ? OR (last_at >= ? AND ${isPending})) LIMIT 1`,
		tenant,
		JSON.stringify(await listParts(connection, tenant, contact)),
		times.before,
		times.waitingBefore,
	);
	return used === undefined;
}

interface OldTimes {
	/** Milliseconds since the epoch, like the next one. */
	before: number;
	waitingBefore: number;
}

async function removeOldRows(
	connection: StateConnection,
	tenant: string,
	conversations: readonly string[],
	{ before, waitingBefore }: OldTimes,
): Promise<number> {
	const rows = await connection.all<{ id: string }>(
		`SELECT id FROM conversation WHERE tenant = ? AND id IN ${textsOf(connection)} AND ${isPending}`,
		tenant,
		JSON.stringify(conversations),
	);
	const pending = new Set(rows.map(({ id }) => id));
	const others = conversations.filter((id) => !pending.has(id));
	return (await removeBefore(connection, tenant, others, before)) + (await removeBefore(connection, tenant, [...pending], waitingBefore));
}

async function removeBefore(connection: StateConnection, tenant: string, conversations: readonly string[], time: number): Promise<number> {
	if (conversations.length === 0) return 0;
	const ids = JSON.stringify(conversations);
	const among = `conversation IN ${textsOf(connection)}`;
	await removeSendParts(connection, tenant, `${among} AND ${conversationParts['outgoing']!.oldBy} < ?`, ids, time);
	let messages = 0;
	for (const [table, { oldBy }] of Object.entries(conversationParts)) {
		if (oldBy === undefined) continue;
		const removed = await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND ${among} AND ${oldBy} < ?`, tenant, ids, time);
		if (table === 'message') messages = removed;
	}
	// A finished session goes with its last message.
	await connection.run(
		`DELETE FROM session_memory WHERE tenant = ? AND ${among} AND is_over = 1
		AND NOT EXISTS (SELECT 1 FROM message WHERE message.tenant = session_memory.tenant AND message.conversation = session_memory.conversation
			AND message.session = session_memory.session)`,
		tenant,
		ids,
	);
	return messages;
}
