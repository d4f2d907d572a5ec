import type { Audios } from '../../../core/ports/channels/audios';
import type { ChannelRetention } from '../../../core/ports/channels/channel-retention';
import type { ChannelSettings } from '../../../core/ports/channels/channel-settings';
import type { ChannelStates } from '../../../core/ports/channels/channel-states';
import type { ChannelRecords } from '../../../core/ports/channels/channel-records';
import type { ContactRights } from '../../../core/ports/channels/contact-rights';
import type { ConversationDeals } from '../../../core/ports/channels/conversation-deals';
import type { Conversations } from '../../../core/ports/channels/conversations';
import type { Contacts } from '../../../core/ports/channels/contacts';
import type { ReceiptStore } from '../../../core/ports/channels/receipts';
import type { AgentSilencer } from '../../../core/ports/channels/agent-silencer';
import type { FollowUps } from '../../../core/ports/channels/follow-ups';
import type { HandOvers } from '../../../core/ports/channels/hand-overs';
import type { Mailbox } from '../../../core/ports/channels/mailbox';
import type { Outbox } from '../../../core/ports/channels/outbox';
import type { SessionStore } from '../../../core/ports/channels/sessions';
import type { Waits } from '../../../core/ports/channels/waits';
import { createAudios } from './audios/audio-store';
import { type ChannelDatabase, type ChannelStoreOptions, openChannelDatabase } from './channel-database';
import { createChannelStates } from './channel-states';
import { createChannelRecords } from './channel-records';
import { createConversationDeals } from './conversations/deal-store';
import { createConversations } from './conversations/conversation-store';
import { createChannelSettings } from './settings/settings-store';
import { createAgentSilencer } from './people/agent-silencer';
import { createContactRights } from './contacts/contact-rights-store';
import { createContacts } from './contacts/contact-store';
import { createReceiptStore } from './receipts/receipt-store';
import { openInbox } from './receipts/open-inbox';
import { createHandOvers } from './people/hand-over-store';
import { createFollowUps } from './people/follow-up-store';
import { createWaits } from './people/wait-store';
import { createChannelRetention } from './retention/channel-retention';
import { createMailbox } from './mailbox-store';
import { createOutbox } from './outbox-store';
import { createWorkQueue } from '../work/work-queue';
import { finishWork, isHeld } from '../work/work-rows';
import { conversationTurn } from './channel-schema';
import { beginSession, forgetSummary, keepSummary, sessionWork, updateSession } from './session-rows';

export interface ChannelStores {
	channels: ChannelRecords;
	states: ChannelStates;
	receipts: ReceiptStore;
	contacts: Contacts;
	rights: ContactRights;
	mailbox: Mailbox;
	audios: Audios;
	outbox: Outbox;
	sessions: SessionStore;
	silencer: AgentSilencer;
	conversations: Conversations;
	deals: ConversationDeals;
	settings: ChannelSettings;
	handOvers: HandOvers;
	waits: Waits;
	followUps: FollowUps;
	retention: ChannelRetention;
	close(): Promise<void>;
}

/**
 * Opens the channels' state in a shared database, on first use. @param place `postgres://…`, or the path of a file @throws TroupeError on use:
 * STORAGE_…
 */
export function openChannelStores(place: string, options: ChannelStoreOptions = {}): ChannelStores {
	const shared = openChannelDatabase(place, options);
	const inbox = openInbox(place, shared, options);
	return {
		channels: createChannelRecords(shared, inbox),
		states: createChannelStates(shared),
		receipts: createReceiptStore(shared, inbox),
		contacts: createContacts(shared, inbox),
		rights: createContactRights(shared),
		mailbox: createMailbox(shared, inbox),
		audios: createAudios(shared),
		outbox: createOutbox(shared),
		sessions: createSessionStore(shared),
		silencer: createAgentSilencer(shared),
		conversations: createConversations(shared),
		deals: createConversationDeals(shared),
		settings: createChannelSettings(shared),
		handOvers: createHandOvers(shared),
		waits: createWaits(shared),
		followUps: createFollowUps(shared),
		retention: createChannelRetention(shared, inbox),
		close: async () => void (await Promise.all([inbox.close(), shared.database.close()])),
	};
}

function createSessionStore({ database, change, now, wakeUps, pollMs }: ChannelDatabase): SessionStore {
	return {
		ended: createWorkQueue({
			...{ database, kind: sessionWork, now, turnOf: conversationTurn, wakeUps, pollMs, begin: beginSession },
			giveUp: async (connection, work) => void (await forgetSummary(connection, work)),
		}),
		noteSummary: (work, summary) =>
			change(work.tenant, async (connection) => (await isHeld(connection, work)) && (await keepSummary(connection, work, summary)) > 0),
		end: (work) =>
			change(work.tenant, async (connection) => {
				if (await finishWork(connection, work)) return (await forgetSummary(connection, work)) > 0;
				return (await updateSession(connection, work, 'is_over = is_over')) > 0;
			}),
	};
}
