import { type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { handOver } from '../../../core/channels/hand-over';
import { endReceipts, takeReceipts } from '../../../test/support/channels/take-receipts';
import { takeTurn } from '../../../test/support/channels/take-turn';
import { openChannelStores } from '../../state/channels/open-channel-stores';
import { findStatePlace } from '../state/state-place';
import { openEvents } from '../events/events';

let own: ChannelHost;
let now: number;
beforeEach(async () => {
	now = Date.now();
	own = await createChannelHost({ now: () => now });
});
afterEach(() => own.remove());
const readEvents = async () => (await (await openEvents(own.host)).read('default', 0, 10)).map(({ type, data }) => [type, data]);

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
	expect(await readEvents()).toEqual(
		[1, 2].map(() => ['conversation.handed-over', { channel: 'sales', conversation: own.conversation, by: 'user' }]),
	);
});

it('stores the event of a message that did not arrive together with its end, so that no crash loses it', async () => {
	const { outbox, close } = openChannelStores(findStatePlace(own.host)!);
	await outbox.enqueue('default', own.conversation, [{ key: 'a', content: { kind: 'text', text: 'Hello' } }]);
	const [work] = await outbox.queue.take('a', { max: 1, leaseMs: 60_000 });
	await outbox.note(work!, { kind: 'refused', retryable: false, code: '131026', reason: 'No WhatsApp: 5544988887777.' });
	await close();
	const data = {
		channel: 'sales',
		conversation: own.conversation,
		message: work!.key,
		state: 'refused',
		code: '131026',
		reason: 'No WhatsApp: ….',
	};
	expect(await readEvents()).toEqual([['channel.message.failed', data]]);
});

it('tells of a receipt that was given up, each time, without what is personal in it (fazer-ai/agents#325)', async () => {
	const { receipts, close } = openChannelStores(findStatePlace(own.host)!);
	await receipts.accept({ tenant: 'default', channel: 'sales', key: 'd1', stored: '{}', receivedAt: now });
	const giveUp = async () =>
		endReceipts(receipts, (await takeReceipts(receipts))!, { kind: 'dead', reason: 'CHANNEL_PAYLOAD_INVALID: from 5544988887777.' });
	await giveUp();
	const [{ id } = { id: '' }] = await receipts.list('default', { state: 'dead' }, 1);
	const event = ['channel.receipt.failed', { channel: 'sales', receipt: id, reason: 'CHANNEL_PAYLOAD_INVALID: from ….' }];
	expect(await readEvents()).toEqual([event]);
	expect(await receipts.replay('default', { id })).toBe(1);
	now += 1_000;
	await giveUp();
	await close();
	expect(await readEvents()).toEqual([event, event]);
});

it('tells that a turn was given up where the process still had it, and not where another one answers', async () => {
	const { mailbox } = own.channels;
	const take = (holder: string) => takeTurn(mailbox, holder, 60_000);
	now += 60_000;
	const turn = (await take('a'))!;
	now += 61_000;
	expect((await take('b'))!.id).toBe(turn.id);
	const giveUp = (holder: string) => mailbox.end(turn, holder, { kind: 'dead', reason: 'no model answers' });
	await giveUp('a');
	expect(await readEvents()).toEqual([]);
	await giveUp('b');
	expect(await readEvents()).toEqual([['channel.turn.failed', expect.objectContaining({ turn: turn.id, state: 'given-up' })]]);
});
