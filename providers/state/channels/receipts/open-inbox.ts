import { systemClock } from '../../../../core/ports/host';
import { isPostgresAddress } from '../../../database/database-place';
import { inMemory } from '../../../database/sqlite/open-sqlite';
import { everyTenant } from '../../../database/state-database';
import type { ChannelDatabase, ChannelStoreOptions } from '../channel-database';
import { newId } from '../new-id';
import { createFileInbox, inboxPlace } from './file-inbox';
import type { Inbox } from './inbox';
import { insertReceipts } from './receipt-rows';
import { MeasuredBytes, refuseWhenFull } from './waiting-bound';

export function openInbox(place: string, channels: ChannelDatabase, { clock = systemClock, ...options }: ChannelStoreOptions): Inbox {
	if (place === inMemory || isPostgresAddress(place)) return createDirectInbox(channels, options);
	return createFileInbox(inboxPlace(place), channels, clock, options);
}

/** Stores requests directly as receipts: on PostgreSQL, where writers do not block each other, and in memory. */
function createDirectInbox({ database, change }: ChannelDatabase, { maxWaitingBytes }: ChannelStoreOptions): Inbox {
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
