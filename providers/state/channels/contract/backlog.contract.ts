import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { ChannelStores } from '../open-channel-stores';
import { channelSteps, fromContact } from './channel-steps.contract';

/** Describes what every store of channels promises of what waits. */
export function describeBacklog(open: () => ChannelStores): void {
	const { apply, begin } = channelSteps(open);

	it('tells what waits at which channel, in all tenants', async () => {
		const { channels, receipts, outbox, mailbox } = open();
		expect(await channels.readBacklog()).toEqual([]);
		const turn = await begin('hello');
		await apply(fromContact('and this'));
		await outbox.enqueue('acme', turn.conversation.id, [{ key: 'k', content: { kind: 'text', text: 'Hi' } }]);
		await receipts.accept({ tenant: 'globex', channel: 'sales', key: 'd1', stored: '{}', receivedAt: 1_000 });
		const backlog = await channels.readBacklog();
		const oldestMs = expect.any(Number) as number;
		expect(backlog).toEqual([
			{ tenant: 'globex', channel: 'sales', what: 'receipt', count: 1, oldestMs },
			{ tenant: 'acme', channel: 'whatsapp', what: 'turn', count: 1, oldestMs },
			{ tenant: 'acme', channel: 'whatsapp', what: 'message', count: 1, oldestMs },
		]);
		await mailbox.end(turn, 'a', { kind: 'dead', reason: 'x' });
		expect(await channels.readBacklog()).toContainEqual({ tenant: 'acme', channel: 'whatsapp', what: 'given-up turn', count: 1, oldestMs });
		await endReceipts(receipts, (await takeReceipts(receipts))!, { kind: 'dead', reason: 'x' });
		const dead = { tenant: 'globex', channel: 'sales', what: 'given-up receipt', count: 1, oldestMs };
		expect((await channels.readBacklog()).filter(({ tenant }) => tenant === 'globex')).toEqual([dead]);
	});

	it('does not wait for the answer to a reaction', async () => {
		await open().mailbox.end(await begin(), 'a', { kind: 'done' });
		await apply(fromContact('', { content: [{ kind: 'reaction', emoji: '👍', messageId: 'ours' }] }));
		expect(await open().channels.readBacklog()).toEqual([]);
	});
}
