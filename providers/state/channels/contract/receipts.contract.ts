import type { WorkFilter } from '../../../../core/ports/work';
import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { ChannelStores } from '../open-channel-stores';
import { leaseMs } from './channel-steps.contract';

export function describeReceipts(open: () => ChannelStores): void {
	describe('a receipt', () => {
		const receipt = { tenant: 'acme', channel: 'whatsapp', key: 'd1', stored: '{}', receivedAt: 1_000 };

		it('is stored once, and given to one worker at a time', async () => {
			const { receipts } = open();
			const others = [
				{ ...receipt, channel: 'other' },
				{ ...receipt, tenant: 'globex' },
			];
			await Promise.all([receipt, receipt, ...others].map((each) => receipts.accept(each)));
			await receipts.accept(receipt);
			const take = (holder: string) => receipts.queue.take(holder, { max: 2, leaseMs });
			const taken = await Promise.all(['a', 'b', 'c'].map(take));
			expect(taken.flat().map(({ content }) => content.length)).toEqual([1, 1, 1]);
			expect(await take('d')).toEqual([]);
		});

		it('knows the trace of its request', async () => {
			const { receipts } = open();
			const accept = (trace: string | undefined, index: number) => receipts.accept({ ...receipt, key: `${index}`, trace });
			await Promise.all(['one', 'two', undefined].map(accept));
			expect((await takeReceipts(receipts))!.content.map(({ trace }) => trace)).toEqual(['one', 'two', null]);
		});

		it('is left alone by a process that works on other channels, or for another tenant', async () => {
			const { receipts } = open();
			await receipts.accept(receipt);
			const taken = (of: WorkFilter) => takeReceipts(receipts, 'a', { of });
			expect(await taken({ tenant: 'globex' })).toBeUndefined();
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'chat'] })).toBeUndefined();
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'whatsapp'] })).toMatchObject({ lane: 'whatsapp' });
		});

		it('of one channel follows the one before, and waits for nobody else', async () => {
			const { receipts } = open();
			const accept = (channel: string, key: string) => receipts.accept({ ...receipt, channel, key });
			for (let number = 0; number < 20; number++) await accept('busy', `${number}`.padStart(2, '0'));
			const first = (await takeReceipts(receipts))!;
			expect(first.content).toHaveLength(16);
			await accept('quiet', 'one');
			// The busy channel has a process already.
			expect(await takeReceipts(receipts, 'b')).toMatchObject({ lane: 'quiet' });
			await endReceipts(receipts, first);
			expect((await takeReceipts(receipts))!.content).toHaveLength(4);
		});

		it('is tried again, given up, and replayed by a person', async () => {
			const { receipts } = open();
			await receipts.accept(receipt);
			const first = (await takeReceipts(receipts))!;
			const { id } = first.content[0]!;
			expect(first.content).toMatchObject([{ attempts: 1, state: 'received', stored: '{}' }]);
			await endReceipts(receipts, { ...first, holder: 'another' });
			await endReceipts(receipts, first, { kind: 'retry', reason: 'busy', afterMs: 0 });
			const second = (await takeReceipts(receipts, 'b'))!;
			expect(second.content).toMatchObject([{ attempts: 2, reason: 'busy' }]);
			await endReceipts(receipts, second, { kind: 'dead', reason: 'not JSON' });
			expect(await takeReceipts(receipts, 'c')).toBeUndefined();
			expect(await receipts.list('acme', { state: 'dead' }, 10)).toMatchObject([{ reason: 'not JSON', attempts: 2 }]);
			expect(await receipts.replay('globex', {})).toBe(0);
			expect(await receipts.replay('acme', { id })).toBe(1);
			await endReceipts(receipts, (await takeReceipts(receipts, 'c'))!);
			expect(await receipts.find('acme', id)).toMatchObject({ state: 'processed', attempts: 1 });
		});

		it('that a stopping process had taken counts no attempt, and is the next', async () => {
			const { receipts } = open();
			await receipts.accept(receipt);
			await receipts.accept({ ...receipt, key: 'd2' });
			const taken = (await takeReceipts(receipts))!;
			const [done, returned] = taken.content;
			await receipts.end(taken, [
				{ id: done!.id, end: { kind: 'processed' } },
				{ id: returned!.id, end: { kind: 'returned' } },
			]);
			expect((await takeReceipts(receipts, 'b'))!.content).toMatchObject([{ id: returned!.id, attempts: 1 }]);
		});

		it('that waits for its next attempt holds up none that comes later', async () => {
			const { receipts } = open();
			await receipts.accept(receipt);
			await endReceipts(receipts, (await takeReceipts(receipts))!, { kind: 'retry', reason: 'busy', afterMs: 3_600_000 });
			expect(await takeReceipts(receipts)).toBeUndefined();
			await receipts.accept({ ...receipt, key: 'd2', stored: '{"n":2}' });
			const later = (await takeReceipts(receipts))!;
			expect(later.content).toMatchObject([{ stored: '{"n":2}' }]);
			await endReceipts(receipts, later);
			expect(await receipts.queue.nextDue()).toBeGreaterThan(3_500_000);
		});
	});
}
