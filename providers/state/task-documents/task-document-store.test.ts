import { type TaskDocumentPlace, openTaskDocumentStore } from './task-document-store';

let now = 1_000;
let store: ReturnType<typeof openTaskDocumentStore>;
beforeEach(() => {
	now = 1_000;
	store = openTaskDocumentStore(':memory:', { clock: { now: () => now } });
});
afterEach(() => store.close());

const place: TaskDocumentPlace = { tenant: 'acme', kind: 'a2a-push', owner: 'ana', task: 't1' };
const limits = { perTask: 2, perOwner: 3 };
const document = (id: string, text = id, expiresAt = 2_000) => ({ id, expiresAt, sealed: Buffer.from(text) });
const ids = async (changes: Partial<TaskDocumentPlace> = {}) => (await store.list({ ...place, ...changes })).map(({ id }) => id);

test('keeps documents of a task of a caller, each for its owner alone', async () => {
	expect(await store.put(place, document('b'), limits)).toBe(true);
	await store.put(place, document('a'), limits);
	await store.put(place, document('a', 'newer'), limits);
	expect((await store.list(place)).map(({ sealed }) => Buffer.from(sealed).toString())).toEqual(['newer', 'b']);
	for (const other of [{ tenant: 'globex' }, { owner: 'bob' }, { task: 't2' }, { kind: 'mcp-task' as const }])
		expect(await ids(other)).toEqual([]);
});

test('the number of documents is limited, for a task and for a caller', async () => {
	for (const id of ['a', 'b']) await store.put(place, document(id), limits);
	expect(await store.put(place, document('c'), limits)).toBe(false);
	expect(await store.put({ ...place, task: 't2' }, document('a'), limits)).toBe(true);
	expect(await store.put({ ...place, task: 't3' }, document('a'), limits)).toBe(false);
	expect(await store.put({ ...place, owner: 'bob' }, document('a'), limits)).toBe(true);
	expect(await store.put(place, document('a', 'newer'), limits)).toBe(true);
});

test('what expired is gone, and makes room', async () => {
	for (const id of ['a', 'b']) await store.put(place, document(id), limits);
	now = 2_000;
	expect(await ids()).toEqual([]);
	expect(await store.put(place, document('c', 'c', 3_000), limits)).toBe(true);
	expect(await ids()).toEqual(['c']);
});

test('removes one, or all of a task', async () => {
	for (const id of ['a', 'b']) await store.put(place, document(id), limits);
	await store.remove(place, 'a');
	expect(await ids()).toEqual(['b']);
	await store.remove({ ...place, owner: 'bob' });
	expect(await ids()).toEqual(['b']);
	await store.remove(place);
	expect(await ids()).toEqual([]);
});
