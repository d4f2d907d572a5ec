import type { NewOperation, OperationBounds, OperationStore } from './operations';

const bounds: OperationBounds = {
	open: 5,
	openPerTenant: 4,
	openPerCaller: 3,
	openBytes: 1_000,
	openBytesPerTenant: 500,
	keptPerTenant: 3,
	keptBytesPerTenant: 1_000,
	keptMs: 86_400_000,
};
const minuteMs = 60_000;
const bytes = (length: number) => new Uint8Array(length).fill(7);
const asked = (id: string, more: Partial<NewOperation> = {}): NewOperation => ({
	id,
	name: 'uploadDocument',
	scope: 'knowledge:manage',
	caller: 'key:ana',
	isRepeatable: false,
	input: bytes(10),
	...more,
});

/** Tests operations in the background on any database, which is empty at the start of a test. */
export function testOperations(open: (bounds: OperationBounds) => OperationStore): void {
	const take = async (store: OperationStore, holder = 'one', leaseMs = minuteMs) =>
		(await store.queue.take(holder, { max: 1, leaseMs }))[0];
	const perform = async (store: OperationStore, tenant: string, id: string, length = 10) => {
		await store.add(tenant, asked(id));
		return store.end((await take(store))!, { state: 'completed', answer: bytes(length) });
	};
	const ids = async (store: OperationStore, tenant: string) => (await store.list(tenant, { limit: 10 })).map(({ id }) => id);

	test('an operation is done once, says how far it is, and its input goes when it ends', async () => {
		const store = open(bounds);
		expect(await store.add('acme', asked('a'))).toBeUndefined();
		const taken = (await Promise.all([take(store, 'one'), take(store, 'two')])).filter((work) => work !== undefined);
		expect(taken).toMatchObject([{ content: { tenant: 'acme', id: 'a', name: 'uploadDocument', caller: 'key:ana', isRepeatable: false } }]);
		expect([...(await store.readInput(taken[0]!.content))!]).toHaveLength(10);
		expect(await store.report(taken[0]!, { done: 1, total: 4, unit: 'chunk' })).toBe(true);
		expect(await store.report({ ...taken[0]!, holder: 'somebody' }, { done: 4, unit: 'chunk' })).toBe(false);
		const running = { state: 'running', endedAt: null, answer: null, progress: '{"done":1,"total":4,"unit":"chunk"}' };
		expect(await store.find('acme', 'a')).toMatchObject(running);
		expect(await store.find('globex', 'a')).toBeUndefined();
		expect(await store.end({ ...taken[0]!, holder: 'somebody' }, { state: 'completed' })).toBe(false);
		expect(await store.end(taken[0]!, { state: 'completed', answer: bytes(5) })).toBe(true);
		expect(await store.readInput(taken[0]!.content)).toBeUndefined();
		const ended = await store.find('acme', 'a');
		expect([ended!.state, [...ended!.answer!].length, ended!.endedAt]).toEqual(['completed', 5, expect.any(Number)]);
	});

	test('those that wait or are done are bounded by number and size, for a caller, a tenant and all', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b', 'c']) expect(await store.add('acme', asked(id))).toBeUndefined();
		await take(store);
		expect(await store.add('acme', asked('d'))).toBe('caller');
		expect(await store.add('acme', asked('d', { caller: 'key:bo', input: bytes(490) }))).toBe('tenant');
		expect(await store.add('acme', asked('d', { caller: 'key:bo' }))).toBeUndefined();
		expect(await store.add('acme', asked('e', { caller: 'key:bo' }))).toBe('tenant');
		expect(await store.add('globex', asked('e'))).toBeUndefined();
		expect(await store.add('other', asked('f'))).toBe('service');
	});

	test('a caller has at most two done at a time, so that others come in between', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b', 'c']) await store.add('acme', asked(id));
		await store.add('acme', asked('d', { caller: 'key:bo' }));
		const taken = await store.queue.take('one', { max: 10, leaseMs: minuteMs });
		expect(taken.map(({ key }) => key).sort()).toEqual(['a', 'b', 'd']);
	});

	test('one whose process is gone is interrupted, unless it is repeatable', async () => {
		const store = open(bounds);
		await store.add('acme', asked('once'));
		await store.add('acme', asked('again', { isRepeatable: true }));
		const lost = await store.queue.take('one', { max: 2, leaseMs: -1 });
		expect((await store.queue.take('two', { max: 2, leaseMs: minuteMs })).map(({ key }) => key)).toEqual(['again']);
		expect(await store.find('acme', 'once')).toMatchObject({ state: 'interrupted', answer: null });
		expect(await store.find('acme', 'again')).toMatchObject({ state: 'running' });
		expect(await Promise.all(lost.map((work) => store.end(work, { state: 'completed' })))).toEqual([false, false]);
	});

	test('one is put back that only waits, also one that is not repeatable, and another process takes it', async () => {
		const store = open(bounds);
		await store.add('acme', asked('a'));
		const taken = (await take(store))!;
		expect(await store.putBack(taken, 0, { done: 1, unit: 'chunk', isWaiting: true })).toBe(true);
		const waiting = { state: 'queued', startedAt: null, progress: '{"done":1,"unit":"chunk","isWaiting":true}' };
		expect(await store.find('acme', 'a')).toMatchObject(waiting);
		expect(await take(store, 'two')).toMatchObject({ key: 'a', lost: 0 });
		expect([await store.putBack(taken, 0), await store.find('acme', 'a')]).toMatchObject([false, { state: 'running' }]);
	});

	test('one is cancelled at once, and the process that does it notices', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b']) await store.add('acme', asked(id));
		const taken = (await take(store))!;
		expect([await store.cancel('globex', 'a'), await store.report(taken)]).toEqual([false, true]);
		expect(await Promise.all(['a', 'b'].map((id) => store.cancel('acme', id)))).toEqual([true, true]);
		expect(await store.list('acme', { limit: 10, state: 'cancelled' })).toHaveLength(2);
		expect([await store.report(taken, { done: 1, unit: 'chunk' }), await take(store)]).toEqual([false, undefined]);
		expect([await store.end(taken, { state: 'completed' }), await store.cancel('acme', 'a')]).toEqual([false, false]);
	});

	test('a tenant or a caller lists its own, the newest first, page by page', async () => {
		const store = open({ ...bounds, open: 10, openPerTenant: 10, openPerCaller: 10 });
		for (const id of ['a', 'b', 'c', 'd']) await store.add('acme', asked(id));
		await store.add('acme', asked('e', { caller: 'key:bo', name: 'exportUsage', kind: 'cost', about: bytes(3) }));
		await store.add('globex', asked('f'));
		const first = await store.list('acme', { limit: 2 });
		const { createdAt, id } = first.at(-1)!;
		const listed = [...first, ...(await store.list('acme', { limit: 10, before: { createdAt, id } }))];
		expect(listed.map((one) => one.id).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
		for (const filter of [{ caller: 'key:bo' }, { name: 'exportUsage' }, { kind: 'cost' }])
			expect(await store.list('acme', { limit: 10, ...filter })).toMatchObject([{ id: 'e', caller: 'key:bo' }]);
	});

	test('the newest stay, up to a number, a size and an age', async () => {
		const store = open(bounds);
		for (const id of ['a', 'b', 'c', 'd']) await perform(store, 'acme', id);
		await perform(store, 'globex', 'x');
		expect([(await ids(store, 'acme')).length, await ids(store, 'globex')]).toEqual([3, ['x']]);
		for (const id of ['e', 'f', 'g', 'h']) {
			await store.add('acme', asked(id));
			await store.cancel('acme', id);
		}
		expect(await ids(store, 'acme')).toHaveLength(3);
		await perform(store, 'acme', '1-large', 5_000);
		expect(await ids(store, 'acme')).toEqual(['1-large']);
		expect([await store.removeOlder('acme', minuteMs), await store.removeOlder('acme', -minuteMs)]).toEqual([0, 1]);
		expect(await open({ ...bounds, keptMs: -1 }).find('globex', 'x')).toBeUndefined();
		await open({ ...bounds, keptMs: -minuteMs }).clean();
		expect(await ids(store, 'globex')).toEqual([]);
	});
}
