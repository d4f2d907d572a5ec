import type {
	Audios,
	ChannelRecords,
	Contacts,
	ConversationSwitch,
	DeliveryStore,
	HandOvers,
	Mailbox,
	Outbox,
	SessionStore,
} from '../../../core/ports';
import { createAudios } from './audios/audio-store';
import { type ChannelStoreOptions, openChannelDatabase } from './channel-database';
import { createChannelRecords } from './channel-records';
import { createConversationSwitch } from './people/conversation-switch';
import { createContacts } from './contacts/contact-store';
import { createDeliveryStore } from './deliveries/delivery-store';
import { openInbox } from './deliveries/open-inbox';
import { createHandOvers } from './people/hand-over-store';
import { createMailbox } from './mailbox-store';
import { createOutbox } from './outbox-store';
import { createSessionStore } from './session-store';

export interface ChannelStores {
	channels: ChannelRecords;
	deliveries: DeliveryStore;
	contacts: Contacts;
	mailbox: Mailbox;
	audios: Audios;
	outbox: Outbox;
	sessions: SessionStore;
	switches: ConversationSwitch;
	handOvers: HandOvers;
	close(): Promise<void>;
}

/**
 * Opens the state of channels in a database that several processes share. The first use opens it.
 * @param place `postgres://…`, or the path of a file
 * @throws TroupeError on use: STORAGE_…
 */
export function openChannelStores(place: string, options: ChannelStoreOptions = {}): ChannelStores {
	const shared = openChannelDatabase(place, options);
	const inbox = openInbox(place, shared, options);
	return {
		channels: createChannelRecords(shared, inbox),
		deliveries: createDeliveryStore(shared, inbox),
		contacts: createContacts(shared, inbox),
		mailbox: createMailbox(shared, inbox),
		audios: createAudios(shared),
		outbox: createOutbox(shared),
		sessions: createSessionStore(shared),
		switches: createConversationSwitch(shared),
		handOvers: createHandOvers(shared),
		close: async () => void (await Promise.all([inbox.close(), shared.database.close()])),
	};
}
