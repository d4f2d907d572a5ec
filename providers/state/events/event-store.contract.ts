import { eventKinds } from '../../../core/events/event-types';
import type { TakenDelivery } from '../../../core/ports/events/event-deliveries';
import type { EventStore } from '../../../core/ports/events/event-store';
import type { NewEvent } from '../../../core/ports/events/events';
import type { TakenContent } from '../../../core/ports/work';
import type { SecretSeal } from './event-database';

/** Not a cipher: shows that the store keeps what the seal makes, tied to its subscription. */
export const testSeal: SecretSeal = {
	seal: (secret, bound) => Promise.resolve(Buffer.from(JSON.stringify([secret, bound])).toString('base64')),
	unseal(sealed, bound) {
		const [secret, whose] = JSON.parse(Buffer.from(sealed, 'base64').toString()) as [string, string];
		return whose === bound ? Promise.resolve(secret) : Promise.reject(new Error(`sealed for ${whose}`));
	},
};

const limits = { max: 20, leaseMs: 60_000 };
const secret = 'whsec_c2VjcmV0';
export const disconnected = (channel: string, more: object = {}): NewEvent => ({
	type: 'channel.disconnected',
	data: { channel },
	...more,
});
const handedOver: NewEvent = { type: 'conversation.handed-over', data: { channel: 'sales', conversation: 'c1', by: 'agent' } };
const attempt = (status: string, at = 1) => ({ at, status, durationMs: 5, error: status === '200' ? null : `It answered ${status}.` });
type Taken = TakenContent<TakenDelivery>;
const channelsOf = (taken: Taken[]) => taken.map(({ content }) => content.event.data.channel);

export function describeEventStore(open: () => EventStore): void {
	const subscribe = (tenant = 'acme', more: object = {}) =>
		open().subscriptions.add(tenant, { url: 'https://hooks.example/a', types: [], maxAttempts: 3, secret, ...more });
	const take = (holder = 'a', more: object = {}) => open().deliveries.queue.take(holder, { ...limits, ...more });
	const states = async (tenant = 'acme') => (await open().deliveries.list(tenant, {}, 100)).map(({ state }) => state);
	/** A delivery that was given up. */
	async function bury(): Promise<Taken> {
		const [taken] = await take();
		await open().deliveries.end(taken!, { kind: 'dead', reason: 'no', attempt: attempt('500') });
		return taken!;
	}

	describe('an event', () => {
		it('is stored once for a key, in the order of its tenant', async () => {
			const store = open();
			expect(await store.append('acme', [disconnected('one', { key: 'k' }), handedOver])).toBe(2);
			expect(await store.append('acme', [disconnected('two', { key: 'k' })])).toBe(0);
			expect(await store.append('globex', [disconnected('three', { key: 'k' })])).toBe(1);
			const events = await store.read('acme', 0, 10);
			expect(events.map(({ id, type, version }) => [id, type, version])).toEqual([
				[1, 'channel.disconnected', eventKinds['channel.disconnected'].version],
				[2, 'conversation.handed-over', eventKinds['conversation.handed-over'].version],
			]);
			expect(events[0]!.eventId).toMatch(/^evt_[\da-f-]{36}$/);
			expect([await store.find('acme', 'k'), await store.find('initech', 'k')]).toEqual([events[0], undefined]);
			expect(await store.read('acme', 1, 10)).toHaveLength(1);
			expect([await store.last('acme'), await store.last('initech')]).toEqual([2, 0]);
			expect(await store.lastOfEach()).toEqual({ acme: 2, globex: 1 });
		});

		it('is stored once by many at the same time, without a gap in its numbers', async () => {
			const store = open();
			await Promise.all(
				[1, 2, 3, 4].flatMap((n) => [
					store.append('acme', [disconnected('x', { key: 'same' })]),
					store.append('acme', [disconnected(`${n}`)]),
				]),
			);
			expect((await store.read('acme', 0, 10)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
		});

		it('wakes who follows its tenant', async () => {
			const woken = Promise.withResolvers<void>();
			const end = open().watch('acme', woken.resolve);
			await open().append('acme', [handedOver]);
			await woken.promise;
			end();
		});
	});

	it('keeps how far a source was taken over', async () => {
		expect(await open().readPosition('acme', 'registry')).toBe(0);
		for (const position of [4, 9]) await open().writePosition('acme', 'registry', position);
		expect([await open().readPosition('acme', 'registry'), await open().readPosition('globex', 'registry')]).toEqual([9, 0]);
	});

	describe('a subscription', () => {
		it('is listed without its secret, for its tenant alone', async () => {
			const { id } = await subscribe('acme', { types: ['channel.disconnected'] });
			const [listed] = await open().subscriptions.list('acme');
			expect(listed).toMatchObject({ id, state: 'active', types: ['channel.disconnected'], maxAttempts: 3, failures: 0, lastStatus: null });
			expect(JSON.stringify(listed)).not.toContain('whsec');
			expect(await open().subscriptions.list('globex')).toEqual([]);
			expect(await open().subscriptions.find('globex', id)).toBeUndefined();
			expect(await open().subscriptions.remove('globex', id)).toBe(false);
			expect(await open().subscriptions.tenants()).toEqual(['acme']);
		});

		it('gets events of its types and tenant that happen from then on', async () => {
			await open().append('acme', [disconnected('before')]);
			const all = await subscribe();
			const some = await subscribe('acme', { types: ['channel.disconnected'] });
			await open().append('acme', [disconnected('after'), handedOver, disconnected('earlier', { at: 1_000 })]);
			await open().append('globex', [disconnected('other')]);
			const taken = await take();
			expect(taken.map(({ content }) => [content.subscription, content.event.type]).sort()).toEqual(
				[
					[all.id, 'channel.disconnected'],
					[all.id, 'conversation.handed-over'],
					[some.id, 'channel.disconnected'],
				].sort(),
			);
			expect(taken[0]).toMatchObject({ attempts: 1, content: { tenant: 'acme', secret, url: 'https://hooks.example/a', maxAttempts: 3 } });
		});

		it('is refused beyond the max of a tenant', async () => {
			for (let n = 0; n < 50; n++) await subscribe();
			await expect(subscribe()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
			await subscribe('globex');
		});

		it('ends what waits for it when it is removed', async () => {
			const { id } = await subscribe();
			await open().append('acme', [handedOver]);
			expect(await open().subscriptions.remove('acme', id)).toBe(true);
			expect(await take()).toEqual([]);
			expect(await open().deliveries.list('acme', {}, 10)).toMatchObject([{ state: 'dead', reason: 'The subscription was removed.' }]);
		});

		it('is disabled when its receiver is gone, and enabled by a person from then on', async () => {
			const { id } = await subscribe();
			await open().append('acme', [disconnected('one'), disconnected('two')]);
			const [first] = await take('a', { max: 1 });
			await open().deliveries.end(first!, { kind: 'dead', reason: 'gone', disables: true, attempt: attempt('410') });
			expect(await open().subscriptions.find('acme', id)).toMatchObject({
				state: 'disabled',
				reason: expect.stringContaining('410') as string,
			});
			expect(await states()).toEqual(['dead', 'dead']);
			await open().append('acme', [disconnected('missed')]);
			expect(await open().deliveries.resend('acme', [first!.key])).toEqual([]);
			expect(await open().subscriptions.enable('acme', id)).toBe(true);
			await open().append('acme', [disconnected('next')]);
			expect(channelsOf(await take())).toEqual(['next']);
			expect(await open().subscriptions.enable('acme', 'unknown')).toBe(false);
		});

		it('is disabled after twenty deliveries in a row that were given up', async () => {
			const { id } = await subscribe();
			const state = async () => (await open().subscriptions.find('acme', id))!.state;
			for (let n = 0; n < 20; n++) {
				expect(await state()).toBe('active');
				await open().append('acme', [disconnected(`${n}`)]);
				await bury();
			}
			expect(await state()).toBe('disabled');
		});
	});

	describe('a delivery', () => {
		it('is given to one process at a time', async () => {
			await subscribe();
			await open().append(
				'acme',
				[1, 2, 3].map((n) => disconnected(`${n}`)),
			);
			const taken = await Promise.all(['a', 'b', 'c'].map((holder) => take(holder, { max: 2 })));
			expect(taken.flat()).toHaveLength(3);
			expect(new Set(taken.flat().map(({ key }) => key)).size).toBe(3);
			// Who does not have it changes nothing.
			await open().deliveries.end({ ...taken.flat()[0]!, holder: 'somebody else' }, { kind: 'delivered', attempt: attempt('200') });
			expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);
		});

		it('comes again when the process that had it is gone', async () => {
			await subscribe();
			await open().append('acme', [handedOver]);
			expect(await take('a', { leaseMs: 0 })).toHaveLength(1);
			const [again] = await take('b');
			await open().deliveries.end(again!, { kind: 'delivered', attempt: attempt('200') });
			expect(await states()).toEqual(['delivered']);
			expect(await take()).toEqual([]);
		});

		it('does not hold up those of other subscriptions', async () => {
			const slow = await subscribe();
			await open().append(
				'acme',
				Array.from({ length: 10 }, (_, n) => disconnected(`${n}`)),
			);
			const quick = await subscribe();
			await open().append('acme', [disconnected('last')]);
			const taken = await take('a', { max: 6 });
			expect(taken.filter(({ lane }) => lane === slow.id)).toHaveLength(4);
			expect(taken.filter(({ lane }) => lane === quick.id)).toHaveLength(1);
			expect(await take('b')).toEqual([]);
		});

		it('waits after a failure, and keeps a log of each attempt', async () => {
			const { id: subscription } = await subscribe();
			await open().append('acme', [handedOver]);
			const [first] = await take();
			await open().deliveries.end(first!, { kind: 'retry', afterMs: 3_600_000, attempt: attempt('503', 10) });
			expect(await take()).toEqual([]);
			const { delivery, attempts, event } = (await open().deliveries.find('acme', first!.key))!;
			expect(delivery).toMatchObject({ state: 'waiting', attempts: 1, status: '503', endedAt: null, subscription, eventId: event.eventId });
			expect(delivery.tryAt! - delivery.createdAt).toBeGreaterThanOrEqual(3_600_000);
			expect(attempts).toEqual([{ number: 1, at: 10, status: '503', durationMs: 5, error: 'It answered 503.' }]);
			expect(await open().subscriptions.find('acme', subscription)).toMatchObject({ lastStatus: '503', failures: 0 });
			expect(await open().deliveries.find('globex', first!.key)).toBeUndefined();
		});

		it('is dead with a reason, and sent again by a person', async () => {
			const { id: subscription } = await subscribe();
			await open().append('acme', [handedOver]);
			const dead = await bury();
			expect((await open().deliveries.find('acme', dead.key))!.delivery).toMatchObject({ state: 'dead', reason: 'no', attempts: 1 });
			expect(await open().subscriptions.find('acme', subscription)).toMatchObject({ failures: 1 });
			expect(await open().deliveries.resend('globex', [dead.key])).toEqual([]);
			expect(await open().deliveries.resend('acme', [dead.key, 'unknown'])).toEqual([dead.key]);
			const [again] = await take();
			expect(again).toMatchObject({ key: dead.key, attempts: 1, content: { event: { eventId: dead.content.event.eventId } } });
			await open().deliveries.end(again!, { kind: 'delivered', attempt: attempt('200') });
			const { delivery, attempts } = (await open().deliveries.find('acme', dead.key))!;
			expect(delivery).toMatchObject({ state: 'delivered', reason: null });
			expect(attempts.map(({ number, status }) => [number, status])).toEqual([
				[1, '500'],
				[2, '200'],
			]);
			expect(await open().subscriptions.find('acme', subscription)).toMatchObject({ failures: 0, lastStatus: '200' });
		});

		it('is replayed by time, also to who came later, once while it waits', async () => {
			const now = Date.now();
			await open().append('acme', [
				disconnected('old', { at: now - 3_000 }),
				disconnected('new', { at: now - 1_000 }),
				{ ...handedOver, at: now - 1_000 },
			]);
			const late = await subscribe();
			expect(await states()).toEqual([]);
			const range = { from: now - 2_000, to: now, type: 'channel.disconnected' };
			expect(await open().deliveries.replay('acme', range)).toBe(1);
			expect(await open().deliveries.replay('acme', { ...range, subscription: late.id })).toBe(1);
			expect(await open().deliveries.replay('acme', { ...range, subscription: 'unknown' })).toBe(0);
			expect(channelsOf(await take())).toEqual(['new']);
		});

		it('is listed by state, type, subscription and time, the newest first', async () => {
			const { id } = await subscribe();
			await open().append('acme', [disconnected('one')]);
			await bury();
			await open().append('acme', [handedOver]);
			const list = async (filter: object) => (await open().deliveries.list('acme', filter, 10)).map(({ type }) => type);
			expect(await list({ state: 'dead' })).toEqual(['channel.disconnected']);
			expect(await list({ type: 'conversation.handed-over' })).toEqual(['conversation.handed-over']);
			expect((await list({ subscription: id })).sort()).toEqual(['channel.disconnected', 'conversation.handed-over']);
			expect(await list({ subscription: 'other' })).toEqual([]);
			expect(await list({ from: Date.now() + 60_000 })).toEqual([]);
			expect(await open().deliveries.list('globex', {}, 10)).toEqual([]);
		});

		it('is removed with its event and attempts some time after its end; what waits stays', async () => {
			await subscribe();
			await open().append('acme', [disconnected('ended')]);
			const ended = await bury();
			await open().append('acme', [handedOver]);
			expect(await open().deliveries.clean(Date.now() + 60_000)).toBe(2);
			expect(await open().deliveries.find('acme', ended.key)).toBeUndefined();
			expect((await open().read('acme', 0, 10)).map(({ type }) => type)).toEqual(['conversation.handed-over']);
			expect(await states()).toEqual(['waiting']);
		});
	});
}
