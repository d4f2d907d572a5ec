import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { TroupeError } from '../../../../core/base/errors';
import { waitUntil } from '../../../../test/support/wait-until';
import type { ChannelStoreOptions } from '../channel-database';
import type { ChannelStores } from '../open-channel-stores';

/** Describes the limit of requests that wait, which every store has. */
export function describeWaitingBound(open: (options: ChannelStoreOptions) => ChannelStores): void {
	it('refuses requests, with a time to come again, while too many wait (OpenHands/software-agent-sdk#3122)', async () => {
		const stores = open({ maxWaitingBytes: 200_000 });
		let count = 0;
		const accept = () => {
			const stored = JSON.stringify({ text: 'x'.repeat(10_000) });
			return stores.receipts.accept({ tenant: 'acme', channel: 'sales', key: `${++count}`, stored, receivedAt: Date.now() }).then(
				() => 'accepted' as const,
				(fault: TroupeError) => fault,
			);
		};
		let answer = await accept();
		while (answer === 'accepted' && count < 40) answer = await accept();
		expect(answer).toMatchObject({ code: 'CHANNEL_BUSY', retryable: true, retryAfterMs: 30_000 });
		expect(count).toBeGreaterThan(5);
		let ended = 0;
		for (let work = await takeReceipts(stores.receipts); work !== undefined; work = await takeReceipts(stores.receipts)) {
			ended += work.content.length;
			await endReceipts(stores.receipts, work);
		}
		expect(ended).toBe(count - 1);
		await waitUntil('room for a request', async () => (await accept()) === 'accepted');
		await stores.close();
	});
}
