import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { type ChatwootServer, startChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import { defaultHandOverSettings } from '../ports/channels/hand-overs';
import { forgetAtDesks } from './forget-at-desks';

let own: ChannelHost;
let desk: ChatwootServer;
beforeEach(async () => {
	[desk, own] = await Promise.all([startChatwootServer(), createChannelHost()]);
	await own.addDesk(desk.url);
});
afterEach(() => Promise.all([own.remove(), desk.close()]));

const signal = new AbortController().signal;
async function forget() {
	const { contacts, mailbox } = own.channels;
	const { contact } = (await mailbox.find('default', own.conversation))!;
	return forgetAtDesks(own.channels, 'default', (await contacts.find('default', contact))!, signal);
}

it('removes a person at the desk of their channel, and says where it could not', async () => {
	await own.change({ handOver: { ...defaultHandOverSettings, desk: 'people' } });
	expect(await forget()).toEqual({ reached: [], notReached: [] });
	const { channel } = (await own.channels.directory.find('default', 'people'))!;
	await channel.desk!.locate({ name: 'Maria', phone: '5544988887777', contacts: [] }, signal);
	desk.script([{ status: 403, body: { error: 'You are not authorized' } }]);
	expect(await forget()).toEqual({
		reached: [],
		notReached: [{ stores: ['desk people'], where: expect.stringMatching(/^\(CHANNEL_REFUSED\): .*403/) }],
	});
	expect(await forget()).toEqual({ reached: ['desk people'], notReached: [] });
	expect(desk.contacts).toEqual([]);
});
