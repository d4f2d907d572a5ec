import type { NodeCallStore } from '../../../core/ports';
import { openNodeCallStore } from './node-calls';
import { describeNodeCalls } from './node-calls.contract';

let store: NodeCallStore;
let now: number;
beforeEach(() => {
	now = Date.now();
	store = openNodeCallStore(':memory:', { clock: { now: () => now } });
});
afterEach(() => store.close());

describeNodeCalls(() => store);

it('gives a call to another holder when the lease of the first one is over', async () => {
	await store.begin('acme', 'a', 'one', 30_000);
	now += 29_999;
	expect(await store.begin('acme', 'a', 'two', 30_000)).toEqual({ kind: 'taken' });
	now += 1;
	expect(await store.begin('acme', 'a', 'two', 30_000)).toMatchObject({ kind: 'known', call: { state: 'called', outcome: null } });
});

it('deletes calls after 90 days, except those that a job still asks about', async () => {
	const day = 86_400_000;
	await store.begin('acme', 'old', 'one', 30_000);
	await store.begin('acme', 'asked about', 'one', 30_000);
	now += 89 * day;
	await store.begin('acme', 'asked about', 'two', 30_000);
	now += 2 * day;
	for (let n = 0; n < 100; n += 1) await store.begin('acme', `new ${n}`, 'one', 30_000);
	expect(await store.begin('acme', 'old', 'three', 30_000)).toEqual({ kind: 'new' });
	expect(await store.begin('acme', 'asked about', 'three', 30_000)).toMatchObject({ kind: 'known' });
});
