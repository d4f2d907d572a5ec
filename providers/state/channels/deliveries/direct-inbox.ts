import { everyTenant } from '../../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { newId } from '../new-id';
import { insertDeliveries } from './delivery-rows';
import type { Inbox } from './inbox';

/** Stores requests as deliveries at once: on PostgreSQL, whose writers do not wait for one another, and in memory. */
export const createDirectInbox = ({ change }: ChannelDatabase): Inbox => ({
	rest: 0,
	write: (receipts) =>
		change(
			everyTenant,
			(connection, at) =>
				insertDeliveries(
					connection,
					// By the clock of the store, which all machines share.
					receipts.map((receipt) => ({ ...receipt, receivedAt: at, id: newId(at), at })),
				),
			{ synced: true },
		),
	move: async () => 0,
	list: async () => [],
	find: async () => undefined,
	oldestReceived: async () => undefined,
	lastReceived: async () => [],
	empty: async () => undefined,
	emptyLog: async () => undefined,
	close: async () => undefined,
});
