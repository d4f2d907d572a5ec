import { describeAudios } from '../../providers/state/channels/audios/audios.contract';
import { describeChannelStores } from '../../providers/state/channels/channel-stores.contract';
import { describeContactStores } from '../../providers/state/channels/contacts/contact-stores.contract';
import { describeConversationSwitch } from '../../providers/state/channels/people/conversation-switch.contract';
import { type FlagStore, openFlagStore } from '../../providers/state/flags/flag-store';
import { describeHandOvers } from '../../providers/state/channels/people/hand-over.contract';
import { describeWaitingBound } from '../../providers/state/channels/deliveries/waiting-bound.contract';
import { describeOneConversation } from '../../providers/state/channels/one-conversation.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the conversations of channels', (openDatabases) => {
	let databases: Databases;
	let stores: ChannelStores;
	let place: string;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		place = await databases.create();
		stores = openChannelStores(place);
	});
	afterEach(() => stores.close());
	afterAll(() => databases.remove());
	describeChannelStores(() => stores);
	describeContactStores(() => stores);
	describeAudios(() => stores);
	describeHandOvers(() => stores);
	describeOneConversation(() => stores);
	describeWaitingBound((options) => openChannelStores(place, options));

	describe('the flags of channels', () => {
		let flags: FlagStore;
		beforeEach(() => (flags = openFlagStore(place.startsWith('postgres') ? place : `${place}-flags`, { now: () => Date.now() + 1 })));
		afterEach(() => flags.close());
		describeConversationSwitch(() => ({ ...stores, flags }));
	});
});
