import type { NewRun, RunBounds, SandboxRunStore } from './sandbox-runs';

const bounds: RunBounds = {
	...{ queued: 4, queuedPerTenant: 3, queuedBytes: 1_000, queuedBytesPerTenant: 500 },
	...{ keptPerTenant: 3, keptBytesPerTenant: 1_000, keptMs: 86_400_000 },
};
const minuteMs = 60_000;
const bytes = (length: number) => new Uint8Array(length).fill(7);
const run = (id: string, length = 10): NewRun => ({ id, kind: 'script', request: bytes(length) });

/** Tests the runs of the sandbox on any database, which is empty at the start of a test. */
export function testSandboxRuns(open: (bounds: RunBounds) => SandboxRunStore): void {
	const take = async (store: SandboxRunStore, holder = 'one', leaseMs = minuteMs) =>
		(await store.queue.take(holder, { max: 1, leaseMs }))[0];
	/** Adds a run, takes it and ends it. */
	const perform = async (store: SandboxRunStore, tenant: string, id: string, length = 10) => {
		await store.add(tenant, run(id));
		return store.end((await take(store))!, { state: 'ended', facts: `{"level":"L1"}`, result: bytes(length) });
	};
	const ids = async (store: SandboxRunStore, tenant: string) => (await store.list(tenant, { limit: 10 })).map(({ id }) => id);

	test('a run is taken once, and its request goes when it ends', async () => {
		const store = open(bounds);
		expect(await store.add('acme', run('a', 20))).toBeUndefined();
		const taken = await Promise.all([take(store, 'one'), take(store, 'two')]);
		const [mine, others] = taken[0] ? taken : [taken[1], taken[0]];
		expect([mine, others]).toMatchObject([{ content: { tenant: 'acme', id: 'a', kind: 'script' } }, undefined]);
		expect([...mine!.content.request]).toHaveLength(20);
		expect(await store.find('acme', 'a')).toMatchObject({ state: 'running', endedAt: null, result: null });
		expect(await store.end({ ...mine!, holder: 'somebody' }, { state: 'ended', facts: '{}' })).toBe(false);
		expect(await store.end(mine!, { state: 'ended', facts: '{"level":"L1"}', result: bytes(5) })).toBe(true);
		const ended = await store.find('acme', 'a');
		expect(ended).toMatchObject({ state: 'ended', facts: '{"level":"L1"}' });
		expect([[...ended!.result!].length, ended!.endedAt]).toEqual([5, expect.any(Number)]);
		expect(await store.find('globex', 'a')).toBeUndefined();
	});

	test('the queue is bounded by number and size, for a tenant and for all', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b', 'c']) expect(await store.add('acme', run(id))).toBeUndefined();
		expect(await store.add('acme', run('d'))).toBe('tenant');
		expect(await store.add('globex', run('e', 501))).toBe('tenant');
		expect(await store.add('globex', run('e', 400))).toBeUndefined();
		expect(await store.add('other', run('f'))).toBe('service');
	});

	test('a tenant of which nothing works comes first', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b']) await store.add('acme', run(id));
		await store.add('globex', run('c'));
		const order = [];
		for (let count = 0; count < 3; count++) order.push((await take(store))!.tenant);
		expect(order).toEqual(['acme', 'globex', 'acme']);
	});

	test('what nobody renews is lost, says so, and is not run again', async () => {
		const store = open(bounds);
		await store.add('acme', run('a'));
		const lost = await take(store, 'one', -1);
		await store.add('acme', run('b'));
		expect((await store.queue.take('two', { max: 2, leaseMs: minuteMs })).map(({ key }) => key)).toEqual(['b']);
		expect(await store.find('acme', 'a')).toMatchObject({ state: 'ended', facts: '{"outcome":"failed","code":"CANCELLED"}', result: null });
		expect(await store.find('acme', 'b')).toMatchObject({ state: 'running' });
		expect(await store.end(lost!, { state: 'ended', facts: '{}' })).toBe(false);
	});

	test('a run is cancelled at once, and the process that works on it notices', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b']) await store.add('acme', run(id));
		const taken = await take(store);
		await store.cancel('globex', 'a');
		expect(await store.queue.renew(taken!, minuteMs)).toBe(true);
		for (const id of ['a', 'b']) await store.cancel('acme', id);
		for (const id of ['a', 'b'])
			expect(await store.find('acme', id)).toMatchObject({ state: 'ended', facts: '{"outcome":"cancelled"}', result: null });
		expect([await store.queue.renew(taken!, minuteMs), await take(store)]).toEqual([false, undefined]);
		expect(await store.end(taken!, { state: 'ended', facts: '{}' })).toBe(false);
	});

	test('a tenant lists its own, the newest first, page by page', async () => {
		const store = open({ ...bounds, queuedPerTenant: 10, queued: 10 });
		for (const id of ['a', 'b', 'c', 'd', 'e']) await store.add('acme', run(id));
		await store.add('globex', run('f'));
		await take(store);
		const first = await store.list('acme', { limit: 2 });
		const { createdAt, id } = first.at(-1)!;
		const rest = await store.list('acme', { limit: 10, before: { createdAt, id } });
		const listed = [...first, ...rest];
		expect(listed.map((one) => one.id).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
		const times = listed.map((one) => one.createdAt);
		expect(times).toEqual(times.toSorted((one, other) => other - one));
		expect(typeof times[0]).toBe('number');
		expect(await store.list('acme', { limit: 10, state: 'running' })).toHaveLength(1);
		expect(await store.list('acme', { limit: 10, kind: 'agent' })).toEqual([]);
	});

	test('the newest stay, up to a number, a size and an age', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b', 'c', 'd']) await perform(store, 'acme', id);
		await perform(store, 'globex', 'x');
		expect([(await ids(store, 'acme')).length, await ids(store, 'globex')]).toEqual([3, ['x']]);
		await perform(store, 'acme', '2-large', 990);
		expect(await ids(store, 'acme')).toContain('2-large');
		expect((await ids(store, 'acme')).length).toBeLessThan(3);
		await perform(store, 'acme', '1-larger', 5_000);
		expect(await ids(store, 'acme')).toEqual(['1-larger']);
	});

	test('what a tenant keeps for less time goes earlier, and what expired is removed', async () => {
		const store = open({ ...bounds, keptPerTenant: 10 });
		await perform(store, 'acme', 'a');
		await perform(store, 'globex', 'b');
		expect([await store.removeOlder('acme', minuteMs), await store.removeOlder('acme', -minuteMs)]).toEqual([0, 1]);
		expect([await ids(store, 'acme'), await ids(store, 'globex')]).toEqual([[], ['b']]);
		await store.clean();
		expect(await ids(store, 'globex')).toEqual(['b']);
		await open({ ...bounds, keptMs: -minuteMs }).clean();
		expect(await ids(store, 'globex')).toEqual([]);
	});

	test('what is older than it is kept is not there any more', async () => {
		const store = open({ ...bounds, keptMs: -1 });
		await perform(store, 'acme', 'a');
		expect([await store.find('acme', 'a'), await ids(store, 'acme')]).toEqual([undefined, []]);
	});
}
