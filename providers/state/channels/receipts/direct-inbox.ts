import { everyTenant } from '../../../database/state-database';
import type { ChannelDatabase, ChannelStoreOptions } from '../channel-database';
import { newId } from '../new-id';
import { insertReceipts } from './receipt-rows';
import type { Inbox } from './inbox';
import { MeasuredBytes, refuseWhenFull } from './waiting-bound';

/** Stores requests directly as receipts: on PostgreSQL, where writers do not block each other, and in memory. */
export function createDirectInbox({ database, change }: ChannelDatabase, { maxWaitingBytes }: ChannelStoreOptions): Inbox {
	const waiting = new MeasuredBytes(() =>
		database.read(everyTenant, async (connection) => {
			const sum = 'CAST(COALESCE(SUM(octet_length(stored)), 0) AS BIGINT)';
			return (await connection.get<{ bytes: number }>(`SELECT ${sum} AS bytes FROM receipt WHERE try_at IS NOT NULL`))!.bytes;
		}),
	);
	return {
		rest: 0,
		async write(requests) {
			refuseWhenFull(await waiting.read(), maxWaitingBytes);
			const store: Parameters<typeof change>[1] = (connection, at) =>
				insertReceipts(
					connection,
					// The store's clock is shared by all machines.
					requests.map((request) => ({ ...request, receivedAt: at, id: newId(at), at })),
				);
			await change(everyTenant, store, { synced: true });
			for (const { stored } of requests) waiting.add(Buffer.byteLength(stored));
		},
		move: async () => 0,
		list: async () => [],
		find: async () => undefined,
		oldestReceived: async () => undefined,
		lastReceived: async () => [],
		watch: () => () => undefined,
		empty: async () => undefined,
		emptyLog: async () => undefined,
		close: async () => undefined,
	};
}
