import { type OfferPlace, openOfferStore } from './offer-store';

let now = 1_000;
let store: ReturnType<typeof openOfferStore>;
beforeEach(() => {
	now = 1_000;
	store = openOfferStore(':memory:', { clock: { now: () => now } });
});
afterEach(() => store.close());

const place: OfferPlace = { tenant: 'acme', kind: 'a2a-push', owner: 'ana', task: 't1' };
const limits = { perTask: 2, perOwner: 3 };
const offer = (id: string, text = id, expiresAt = 2_000) => ({ id, expiresAt, sealed: Buffer.from(text) });
const ids = async (changes: Partial<OfferPlace> = {}) => (await store.list({ ...place, ...changes })).map(({ id }) => id);

test('keeps documents of a task of a caller, each for its owner alone', async () => {
	expect(await store.put(place, offer('b'), limits)).toBe(true);
	await store.put(place, offer('a'), limits);
	await store.put(place, offer('a', 'newer'), limits);
	expect((await store.list(place)).map(({ sealed }) => Buffer.from(sealed).toString())).toEqual(['newer', 'b']);
	for (const other of [{ tenant: 'globex' }, { owner: 'bob' }, { task: 't2' }, { kind: 'mcp-task' as const }])
		expect(await ids(other)).toEqual([]);
});

test('the number of documents is limited, for a task and for a caller', async () => {
	for (const id of ['a', 'b']) await store.put(place, offer(id), limits);
	expect(await store.put(place, offer('c'), limits)).toBe(false);
	expect(await store.put({ ...place, task: 't2' }, offer('a'), limits)).toBe(true);
	expect(await store.put({ ...place, task: 't3' }, offer('a'), limits)).toBe(false);
	expect(await store.put({ ...place, owner: 'bob' }, offer('a'), limits)).toBe(true);
	expect(await store.put(place, offer('a', 'newer'), limits)).toBe(true);
});

test('what expired is gone, and makes room', async () => {
	for (const id of ['a', 'b']) await store.put(place, offer(id), limits);
	now = 2_000;
	expect(await ids()).toEqual([]);
	expect(await store.put(place, offer('c', 'c', 3_000), limits)).toBe(true);
	expect(await ids()).toEqual(['c']);
});

test('removes one, or all of a task', async () => {
	for (const id of ['a', 'b']) await store.put(place, offer(id), limits);
	await store.remove(place, 'a');
	expect(await ids()).toEqual(['b']);
	await store.remove({ ...place, owner: 'bob' });
	expect(await ids()).toEqual(['b']);
	await store.remove(place);
	expect(await ids()).toEqual([]);
});
