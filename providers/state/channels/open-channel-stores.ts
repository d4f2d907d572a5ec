import type { Contacts, DeliveryStore, Mailbox, Outbox } from '../../../core/ports';
import { type ChannelStoreOptions, openChannelDatabase } from './channel-database';
import { createContacts } from './contact-store';
import { createDeliveryStore } from './delivery-store';
import { createMailbox } from './mailbox-store';
import { createOutbox } from './outbox-store';

export interface ChannelStores {
	deliveries: DeliveryStore;
	contacts: Contacts;
	mailbox: Mailbox;
	outbox: Outbox;
	close(): Promise<void>;
}

/**
 * Opens the state of channels in a database that several processes share. The first use opens it.
 * @param place `postgres://…`, or the path of a file
 * @throws TroupeError on use: STORAGE_…
 */
export function openChannelStores(place: string, options: ChannelStoreOptions = {}): ChannelStores {
	const channels = openChannelDatabase(place, options);
	return {
		deliveries: createDeliveryStore(channels),
		contacts: createContacts(channels),
		mailbox: createMailbox(channels),
		outbox: createOutbox(channels),
		close: () => channels.database.close(),
	};
}
