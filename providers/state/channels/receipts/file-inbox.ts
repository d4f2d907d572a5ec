import type { ReceiptFilter, ReceivedRequest } from '../../../../core/ports/channels/receipts';
import type { Clock } from '../../../../core/ports/host';
import { FileWriter, type Written } from '../../../database/sqlite/file-writer';
import { everyTenant, openStateDatabase, type StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import type { ChannelDatabase, ChannelStoreOptions } from '../channel-database';
import { newId } from '../new-id';
import { insertReceipts, type NewReceipt } from './receipt-rows';
import type { Inbox, LastReceived } from './inbox';
import { inboxSchema } from './inbox-schema';
import { readsWithKeys } from '../sealed/conversation-keys';
import { openReceipts, openRow, type StoredReceipt } from '../sealed/request-text';
import { refuseWhenFull } from './waiting-bound';

/** They share a sync of the channels' file, which blocks everything else. */
const movedAtOnce = 128;
const movedCharacters = 4 * 1024 * 1024;
const defaultTimeoutMs = 5_000;

const facts = `tenant, id, channel, name, stored, received_at AS "receivedAt", 'received' AS state, 0 AS attempts, NULL AS reason, NULL AS "endedAt"`;

export const inboxFile = 'state-inbox.db';
export const inboxPlace = (place: string): string => `${place.replace(/\.db$/, '')}-inbox.db`;

/**
 * Stores requests in a separate file with a writer thread. Removes each after its receipt is on disk; after a crash it moves again without effect.
 */
export function createFileInbox(
	file: string,
	{ change, wakeUps, pollMs, openKeySeal }: ChannelDatabase,
	clock: Clock,
	options: ChannelStoreOptions,
): Inbox {
	const plain = openStateDatabase(file, inboxSchema, options);
	const database = openKeySeal ? readsWithKeys(plain, openKeySeal) : plain;
	const writer = new FileWriter({ file, what: inboxSchema.what }, options.timeoutMs ?? defaultTimeoutMs);
	async function move(): Promise<number> {
		const oldest = await database.read(everyTenant, readOldest);
		if (oldest.length === 0) return 0;
		await change(everyTenant, (connection) => insertReceipts(connection, oldest), { synced: true });
		// Rows added meanwhile have higher numbers.
		await writer.write({ sql: 'DELETE FROM request WHERE number <= ?', rows: [[oldest.at(-1)!.number]] });
		return oldest.length;
	}
	return {
		rest: 4,
		move,
		async write(requests) {
			// First use creates the tables.
			refuseWhenFull(await database.read(everyTenant, readSize), options.maxWaitingBytes);
			await writer.write(addition(requests, clock.now()));
		},
		list: (tenant, filter, limit) =>
			database.read(tenant, async (connection) => {
				if ((filter.state ?? 'received') !== 'received') return [];
				const { where, values } = filterReceipts(tenant, filter);
				const rows = await connection.all<StoredReceipt>(
					`SELECT ${facts} FROM request WHERE ${where} ORDER BY number DESC LIMIT ?`,
					...values,
					limit,
				);
				return openReceipts(connection, rows);
			}),
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<StoredReceipt>(`SELECT ${facts} FROM request WHERE tenant = ? AND id = ?`, tenant, id);
				return row && openRow(connection, row);
			}),
		oldestReceived: () => database.read(everyTenant, readOldestTime),
		lastReceived: (tenant) =>
			database.read(everyTenant, (connection) => {
				const { where, values } = toCondition({ '1 = ?': 1, 'tenant = ?': tenant });
				const columns = 'tenant, channel, max(received_at) AS at, min(received_at) AS since, count(*) AS waiting';
				return connection.all<LastReceived>(`SELECT ${columns} FROM request WHERE ${where} GROUP BY tenant, channel`, ...values);
			}),
		watch(wake) {
			// Read failures are reported when moving.
			const isWaiting = () =>
				database.read(everyTenant, readOldestTime).then(
					(at) => at !== undefined,
					() => true,
				);
			const look = async () => void ((await isWaiting()) && wake());
			return wakeUps.listen('channel inbox', () => void look(), pollMs);
		},
		async empty() {
			while ((await move()) > 0);
		},
		emptyLog: () => database.emptyLog(),
		async close() {
			await writer.close();
			await database.close();
		},
	};
}

const addition = (requests: readonly ReceivedRequest[], at: number): Written => ({
	sql: 'INSERT INTO request (id, tenant, channel, name, stored, received_at, at, trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
	rows: requests.map(({ tenant, channel, key, stored, receivedAt, trace = null }) => [
		newId(at),
		tenant,
		channel,
		key,
		stored,
		receivedAt,
		at,
		trace,
	]),
});

const readOldestTime = async (connection: StateConnection): Promise<number | undefined> =>
	(await connection.get<{ at: number }>('SELECT received_at AS at FROM request ORDER BY number LIMIT 1'))?.at;

/** At least one, whatever its size. */
const readOldest = (connection: StateConnection) =>
	connection.all<NewReceipt & { number: number }>(
		`SELECT number, id, tenant, channel, name AS key, stored, received_at AS "receivedAt", at, trace
		FROM (SELECT *, sum(length(stored)) OVER (ORDER BY number) - length(stored) AS before FROM (SELECT * FROM request ORDER BY number LIMIT ?))
		WHERE before < ? ORDER BY number`,
		movedAtOnce,
		movedCharacters,
	);

const filterReceipts = (tenant: string, { channel, from, to, before }: ReceiptFilter) =>
	toCondition({
		'tenant = ?': tenant,
		'channel = ?': channel,
		'received_at >= ?': from,
		'received_at < ?': to,
		'id < ?': before,
	});

/** Ignores free pages. */
async function readSize(connection: StateConnection): Promise<number> {
	const size = await connection.get<{ bytes: number }>(
		'SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()',
	);
	return size!.bytes;
}
