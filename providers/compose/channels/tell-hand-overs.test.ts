import { type ChannelHost, createChannelHost } from '../../../sandbox/fakes/channels/channel-host';
import { handOver } from '../../../core/channels/hand-over';
import { openEvents } from '../events/events';

let own: ChannelHost;
beforeEach(async () => {
	own = await createChannelHost();
});
afterEach(() => own.remove());

it('publishes a hand-over once, without the name, the reason and the summary', async () => {
	const request = {
		tenant: 'default',
		conversation: own.conversation,
		reason: 'wants a quote',
		summary: { name: 'Maria' },
		by: 'user:ana',
	};
	for (const key of ['one', 'one', 'two']) await handOver(own.channels, { ...request, key });
	expect((await handOver(own.channels, { ...request, key: 'three', conversation: 'unknown' })).kind).toBe('unknown-conversation');
	const events = await (await openEvents(own.host)).read('default', 0, 10);
	expect(events.map(({ type, data }) => [type, data])).toEqual(
		[1, 2].map(() => ['conversation.handed-over', { channel: 'sales', conversation: own.conversation, by: 'user' }]),
	);
});
