import { letOthersRun } from '../../../../core/base/async/loop-yielder';
import type { Receipt, ReceiptStore, ReceivedRequest } from '../../../../core/ports/channels/receipts';
import type { ChannelDatabase } from '../channel-database';
import { hashKey } from '../event-work';
import { selectAnswers } from '../message-answers';
import type { OpenKeySeal } from '../sealed/conversation-keys';
import { beginReceipts, receiptWork, receiptFacts, endReceipts, filterReceipts, planReceipts } from './receipt-rows';
import type { Inbox } from './inbox';
import { RequestBatches } from './request-batches';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import { turnWork } from '../turn-works';
import { openReceipts, openRow, sealRequest, type StoredReceipt } from '../sealed/request-text';

const maxRestMs = 50;
const moveEveryMs = 100;

export function createReceiptStore({ database, change, now, wakeUps, pollMs, openKeySeal }: ChannelDatabase, inbox: Inbox): ReceiptStore {
	const requests = new RequestBatches(async (batch) => {
		await inbox.write(await sealRequests(batch, openKeySeal));
		tellWork(wakeUps, receiptWork);
	});
	const queue = createWorkQueue({ database, kind: receiptWork, now, wakeUps, pollMs, begin: beginReceipts });
	let movedAt = 0;
	return {
		accept: (request) => requests.add(request),
		async letReceive(workedMs) {
			await letOthersRun();
			await requests.rest(Math.min(workedMs * inbox.rest, maxRestMs));
		},
		queue: {
			...queue,
			async take(holder, limits) {
				const taken = await queue.take(holder, limits);
				// Moves at intervals, since another channel's request can be in the inbox, and whenever idle.
				if (taken.length > 0 && performance.now() - movedAt < moveEveryMs) return taken;
				movedAt = performance.now();
				return (await inbox.move()) > 0 && taken.length === 0 ? queue.take(holder, limits) : taken;
			},
			watch(wake) {
				const ends = [queue.watch(wake), inbox.watch(wake)];
				return () => ends.forEach((end) => end());
			},
		},
		async end(work, ended) {
			await change(work.tenant, (connection, time) => endReceipts(connection, work, ended, time), { synced: false });
			// Turns waited for these receipts.
			tellWork(wakeUps, turnWork);
		},
		async list(tenant, filter, limit) {
			const waiting = await inbox.list(tenant, filter, limit);
			const known = await database.read(tenant, async (connection) => {
				const { where, values } = filterReceipts(tenant, filter);
				const rows = await connection.all<StoredReceipt>(
					`SELECT ${receiptFacts} FROM receipt WHERE ${where} ORDER BY id DESC LIMIT ?`,
					...values,
					limit,
				);
				return openReceipts(connection, rows);
			});
			return joinNewest(known, waiting, limit);
		},
		async find(tenant, id) {
			const waiting = await inbox.find(tenant, id);
			const receipt = await database.read(tenant, async (connection) => {
				const row = await connection.get<StoredReceipt>(`SELECT ${receiptFacts} FROM receipt WHERE tenant = ? AND id = ?`, tenant, id);
				return row && openRow(connection, row);
			});
			return receipt ?? waiting;
		},
		listAnswers: (tenant, receipts) => database.read(tenant, (connection) => selectAnswers(connection, tenant, receipts)),
		async replay(tenant, { id, ...filter }) {
			const { where, values } = filterReceipts(tenant, filter);
			const condition = id === undefined ? where : `${where} AND id = ?`;
			const replayed = await change(
				tenant,
				async (connection, time) => {
					const rows = await connection.all<{ channel: string }>(
						`UPDATE receipt SET state = 'received', attempts = 0, try_at = ?, reason = NULL, ended_at = NULL
						WHERE ended_at IS NOT NULL AND ${condition} RETURNING channel`,
						time,
						...values,
						...(id === undefined ? [] : [id]),
					);
					for (const channel of new Set(rows.map((row) => row.channel))) await planReceipts(connection, tenant, channel, time);
					return rows.length;
				},
				{ synced: true },
			);
			if (replayed > 0) tellWork(wakeUps, receiptWork);
			return replayed;
		},
	};
}

/** The inbox was read first: a request that moved meanwhile is in both. */
function joinNewest(receipts: Receipt[], waiting: Receipt[], limit: number): Receipt[] {
	const known = new Set(receipts.map(({ id }) => id));
	const all = [...waiting.filter(({ id }) => !known.has(id)), ...receipts];
	return all.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
}

/** Prepares requests for storage: named by hash, since provider keys can contain phone numbers, and sealed if the store has keys. */
async function sealRequests(requests: readonly ReceivedRequest[], openKeySeal?: OpenKeySeal): Promise<ReceivedRequest[]> {
	const seal = await openKeySeal?.();
	const sealed: ReceivedRequest[] = [];
	for (const { key, stored, ...request } of requests) {
		const name = hashKey(key);
		// Databases store no lone surrogate.
		const text = stored.toWellFormed();
		sealed.push({ ...request, key: name, stored: seal ? await sealRequest(seal, { ...request, name }, text) : text });
	}
	return sealed;
}
