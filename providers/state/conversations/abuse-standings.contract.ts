import type { AbuseStanding, AbuseStore } from '../../../core/ports/abuse';
import type { openAbuseStandings } from './abuse-standings';

type Options = Partial<Parameters<typeof openAbuseStandings>[1]>;

const hash = (id: string): string => Buffer.from(id).toString('hex');
const hour = 3_600_000;
const count = (store: AbuseStore, contact: string, at = 1): Promise<AbuseStanding> =>
	store.change(contact, hour, (before) => ({ violations: [...(before?.violations ?? []), at] }));

/** Tests standings of contacts on any database. `open` opens the same one each time; it is empty at the start of a test. */
export function testAbuseStandings(open: (options?: Options) => ReturnType<typeof openAbuseStandings>): void {
	test('a standing is undefined at first, and then what the last change made it', async () => {
		const store = open();
		expect(await store.read('c')).toBeUndefined();
		await count(store, 'c', 1);
		expect(await count(store, 'c', 2)).toEqual({ violations: [1, 2] });
		expect(await open().read('c')).toEqual({ violations: [1, 2] });
		expect(await store.read('other')).toBeUndefined();
	});

	test('no change of many at once is lost, whoever makes it', async () => {
		const stores = [open(), open(), open()];
		await Promise.all(Array.from({ length: 30 }, (_, number) => count(stores[number % 3]!, 'c')));
		expect((await stores[0]!.read('c'))!.violations).toHaveLength(30);
	});

	test('lists the hashes of contacts, the latest change first, and a tenant sees its own', async () => {
		let now = 1_000;
		const clock = { now: () => now++ };
		const store = open({ clock });
		for (const contact of ['a', 'b', 'a']) await count(store, contact);
		await count(open({ tenant: 'theirs', clock }), 'd');
		expect((await store.list(10)).map(({ contact }) => contact)).toEqual([hash('a'), hash('b')]);
		const [first] = await store.list(1);
		expect(first).toMatchObject({ contact: hash('a'), standing: { violations: [1, 1] } });
		expect(await store.list(10, first)).toMatchObject([{ contact: hash('b') }]);
	});

	test('lifts by the id or by its hash, for its own tenant', async () => {
		const store = open();
		for (const contact of ['a', 'b']) await count(store, contact);
		expect(await open({ tenant: 'theirs' }).lift('a', 'user:ana')).toBe(false);
		expect([await store.lift('a', 'user:ana'), await store.lift(hash('b'), 'user:bob'), await store.lift('a', 'user:ana')]).toEqual([
			true,
			true,
			false,
		]);
		expect(await store.list(10)).toEqual([]);
		expect((await store.listLifts(10)).map(({ contact, by }) => [contact, by]).toSorted()).toEqual([
			[hash('a'), 'user:ana'],
			[hash('b'), 'user:bob'],
		]);
		const [last, ...before] = await store.listLifts(10);
		expect(await store.listLifts(10, last)).toEqual(before);
		expect([await store.listLifts(1), await open({ tenant: 'theirs' }).listLifts(10)]).toMatchObject([
			[{ at: expect.any(Number) as number }],
			[],
		]);
	});

	test('keeps a standing as long as the longest of its checks needs, and lists whoever broke a rule alone', async () => {
		let now = 1_000;
		const store = open({ clock: { now: () => now } });
		await count(store, 'c');
		await store.change('c', 1, (before) => ({ ...before!, odd: { refusals: [1] } }));
		await store.change('d', hour, () => ({ violations: [], odd: { refusals: [1] } }));
		now += 1_000;
		expect(await store.read('c')).toEqual({ violations: [1], odd: { refusals: [1] } });
		expect((await store.list(10)).map(({ contact }) => contact)).toEqual([hash('c')]);
	});

	test('forgets what nothing counts of any more', async () => {
		let now = 1_000;
		const store = open({ clock: { now: () => now } });
		await count(store, 'c');
		now += hour;
		expect([await store.read('c'), await store.list(10)]).toEqual([undefined, []]);
		expect(await count(store, 'c', 2)).toEqual({ violations: [2] });
	});
}
