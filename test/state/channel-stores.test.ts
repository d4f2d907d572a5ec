import { describeAudios } from '../../providers/state/channels/audios.contract';
import { describeChannelStores } from '../../providers/state/channels/channel-stores.contract';
import { describeHandOvers } from '../../providers/state/channels/hand-over.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the conversations of channels', (openDatabases) => {
	let databases: Databases;
	let stores: ChannelStores;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		stores = openChannelStores(await databases.create());
	});
	afterEach(() => stores.close());
	afterAll(() => databases.remove());
	describeChannelStores(() => stores);
	describeAudios(() => stores);
	describeHandOvers(() => stores);
});
