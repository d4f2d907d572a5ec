import { keptMs } from '../../../../core/base/privacy/kept-classes';
import { isTroupeError } from '../../../../core/base/errors';
import { warnOperator } from '../../../../core/guardrails/masking/warn-operator';
import type { ChannelRetention, RemovedFromChannels } from '../../../../core/ports/channels/channel-retention';
import { everyTenant } from '../../../database/state-database';
import { countOldRequests, countOldRows } from './count-old';
import type { ChannelDatabase } from '../channel-database';
import { forgetContact } from '../contacts/forget-contact';
import type { Inbox } from '../receipts/inbox';
import { isIdle, listOldContacts } from './idle-contacts';
import { isConversationKept } from './kept-persons';
import { type OldTimes, removeOldRows } from './old-rows';
import { type OldRequests, removeOldRequests } from './old-requests';

const dayMs = 86_400_000;
const waitingMs = 30 * dayMs;
const [requestMs, givenUpMs] = [keptMs('request'), keptMs('requestMark')];
const [contactsAtOnce, conversationsAtOnce] = [50, 100];
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
				...[tenant, after, conversationsAtOnce],
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
