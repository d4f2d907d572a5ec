import { takeTurn } from '../support/channels/take-turn';
import pg from 'pg';
import { describeAudios } from '../../providers/state/channels/audios/audios.contract';
import { describeChannelStores } from '../../providers/state/channels/channel-stores.contract';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { describeContactStores } from '../../providers/state/channels/contacts/contact-stores.contract';
import { describeConversationSwitch } from '../../providers/state/channels/people/conversation-switch.contract';
import { type MuteStore, openMuteStore } from '../../providers/state/flags/mute-store';
import { describeHandOvers } from '../../providers/state/channels/people/hand-over.contract';
import { describeWaitingBound } from '../../providers/state/channels/receipts/waiting-bound.contract';
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

	it('keep a turn while changes of its tenant wait for one another', async () => {
		if (!place.startsWith('postgres')) return; // one writer at a time
		const { mailbox } = stores;
		const source = { tenant: 'acme', channel: 'whatsapp', receipt: null };
		await mailbox.apply(fromContact('Hello'), source, hasty);
		const turn = (await takeTurn(mailbox, 'a', 60_000))!;
		const other = new pg.Client({ connectionString: place });
		await other.connect();
		await other.query(`select pg_advisory_lock(hashtextextended('troupe channels conversations acme', 0))`);
		const waiting = mailbox.apply(fromContact('Are you there?'), source, hasty);
		expect(await mailbox.renew(turn, 'a', 60_000)).toBe('go');
		await other.end();
		await waiting;
		// What arrived meanwhile begins the turn again.
		expect(await mailbox.renew(turn, 'a', 60_000)).toBe('restart');
	});

	describe('the mutes of channels', () => {
		let mutes: MuteStore;
		beforeEach(() => (mutes = openMuteStore(place.startsWith('postgres') ? place : `${place}-flags`, { now: () => Date.now() + 1 })));
		afterEach(() => mutes.close());
		describeConversationSwitch(() => ({ ...stores, mutes }));
	});
});
