import { rateCounters, type CountTogether } from './rate-counters';

const minuteMs = 60_000;

function open(together?: CountTogether) {
	const clock = { now: 1_000_000 };
	const Counters = rateCounters(together, () => clock.now);
	const counters = new Counters({});
	const count = (key: string, on: { incr: typeof counters.incr } = counters) =>
		new Promise((resolve) => on.incr(key, (_error, result) => resolve(result), minuteMs, 10));
	return { clock, counters, count, Counters };
}

test('counts within a window, which begins with the first request', async () => {
	const { clock, count } = open();
	expect(await count('a')).toEqual({ current: 1, ttl: minuteMs });
	clock.now += 20_000;
	expect(await count('a')).toEqual({ current: 2, ttl: 40_000 });
	expect(await count('b')).toEqual({ current: 1, ttl: minuteMs });
	clock.now += 40_000;
	expect(await count('a')).toEqual({ current: 1, ttl: minuteMs });
	clock.now -= 3_600_000;
	expect(await count('a')).toEqual({ current: 1, ttl: minuteMs });
});

test('all parts of the service share it; a route with a limit of its own is counted apart', async () => {
	const { count, counters, Counters } = open();
	await count('a');
	expect(await count('a', new Counters({}))).toMatchObject({ current: 2 });
	const route = counters.child({ routeInfo: { method: 'GET', url: '/snapshot' } } as never);
	expect(await count('a', route)).toMatchObject({ current: 1 });
	expect(await count('a', counters.child({ routeInfo: {} } as never))).toMatchObject({ current: 3 });
});

test('remembers a bounded number of callers', async () => {
	const { count } = open();
	await count('first');
	for (let number = 0; number < 20_000; number++) await count(`caller ${number}`);
	expect(await count('first')).toMatchObject({ current: 1 });
	expect(await count('caller 19999')).toMatchObject({ current: 2 });
});

test('counts together, and alone while the shared store does not answer', async () => {
	let isAway = false;
	const { count } = open(async () => (isAway ? Promise.reject(new Error('away')) : { current: 7, ttl: 5 }));
	expect(await count('a')).toEqual({ current: 7, ttl: 5 });
	isAway = true;
	expect(await count('a')).toEqual({ current: 1, ttl: minuteMs });
	isAway = false;
	expect(await count('a')).toEqual({ current: 7, ttl: 5 });
});
