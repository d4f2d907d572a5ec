import type { WorkFilter } from '../../../../core/ports/work';
import { endDeliveries, takeDeliveries } from '../../../../test/support/channels/take-deliveries';
import type { ChannelStores } from '../open-channel-stores';
import { leaseMs } from './channel-steps.contract';

/** Describes what every store of channels promises of what channels received. */
export function describeDeliveries(open: () => ChannelStores): void {
	describe('a delivery', () => {
		const delivery = { tenant: 'acme', channel: 'whatsapp', key: 'd1', stored: '{}', receivedAt: 1_000 };

		it('is stored once, and given to one worker at a time', async () => {
			const { deliveries } = open();
			const others = [
				{ ...delivery, channel: 'other' },
				{ ...delivery, tenant: 'globex' },
			];
			await Promise.all([delivery, delivery, ...others].map((each) => deliveries.accept(each)));
			await deliveries.accept(delivery);
			const take = (holder: string) => deliveries.queue.take(holder, { max: 2, leaseMs });
			const taken = await Promise.all(['a', 'b', 'c'].map(take));
			expect(taken.flat().map(({ content }) => content.length)).toEqual([1, 1, 1]);
			expect(await take('d')).toEqual([]);
		});

		it('is left alone by a process that works on other channels, or for another tenant', async () => {
			const { deliveries } = open();
			await deliveries.accept(delivery);
			const taken = (of: WorkFilter) => takeDeliveries(deliveries, 'a', { of });
			expect(await taken({ tenant: 'globex' })).toBeUndefined();
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'chat'] })).toBeUndefined();
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'whatsapp'] })).toMatchObject({ lane: 'whatsapp' });
		});

		it('of one channel follows the one before, and waits for nobody else', async () => {
			const { deliveries } = open();
			const accept = (channel: string, key: string) => deliveries.accept({ ...delivery, channel, key });
			for (let number = 0; number < 20; number++) await accept('busy', `${number}`.padStart(2, '0'));
			const first = (await takeDeliveries(deliveries))!;
			expect(first.content).toHaveLength(16);
			await accept('quiet', 'one');
			// The busy channel has a process already.
			expect(await takeDeliveries(deliveries, 'b')).toMatchObject({ lane: 'quiet' });
			await endDeliveries(deliveries, first);
			expect((await takeDeliveries(deliveries))!.content).toHaveLength(4);
		});

		it('is tried again, given up, and replayed by a person', async () => {
			const { deliveries } = open();
			await deliveries.accept(delivery);
			const first = (await takeDeliveries(deliveries))!;
			const { id } = first.content[0]!;
			expect(first.content).toMatchObject([{ attempts: 1, state: 'received', stored: '{}' }]);
			await endDeliveries(deliveries, { ...first, holder: 'another' });
			await endDeliveries(deliveries, first, { kind: 'retry', reason: 'busy', afterMs: 0 });
			const second = (await takeDeliveries(deliveries, 'b'))!;
			expect(second.content).toMatchObject([{ attempts: 2, reason: 'busy' }]);
			await endDeliveries(deliveries, second, { kind: 'dead', reason: 'not JSON' });
			expect(await takeDeliveries(deliveries, 'c')).toBeUndefined();
			expect(await deliveries.list('acme', { state: 'dead' }, 10)).toMatchObject([{ reason: 'not JSON', attempts: 2 }]);
			expect(await deliveries.clean(Number.MAX_SAFE_INTEGER)).toBe(0); // nobody has looked at it
			expect(await deliveries.replay('globex', {})).toBe(0);
			expect(await deliveries.replay('acme', { id })).toBe(1);
			await endDeliveries(deliveries, (await takeDeliveries(deliveries, 'c'))!);
			expect(await deliveries.find('acme', id)).toMatchObject({ state: 'processed', attempts: 1 });
			expect(await deliveries.clean(Number.MAX_SAFE_INTEGER)).toBe(1);
		});

		it('that waits for its next attempt holds up none that comes later', async () => {
			const { deliveries } = open();
			await deliveries.accept(delivery);
			await endDeliveries(deliveries, (await takeDeliveries(deliveries))!, { kind: 'retry', reason: 'busy', afterMs: 3_600_000 });
			expect(await takeDeliveries(deliveries)).toBeUndefined();
			await deliveries.accept({ ...delivery, key: 'd2', stored: '{"n":2}' });
			const later = (await takeDeliveries(deliveries))!;
			expect(later.content).toMatchObject([{ stored: '{"n":2}' }]);
			await endDeliveries(deliveries, later);
			expect(await deliveries.queue.nextDue()).toBeGreaterThan(3_500_000);
		});
	});
}
