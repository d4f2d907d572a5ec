import type { CallStore } from '../../../core/ports';
import { openCrmCallStore } from './crm-calls';
import { describeCrmCalls } from './crm-calls.contract';

let store: CallStore;
let now: number;
beforeEach(() => {
	now = Date.now();
	store = openCrmCallStore(':memory:', { clock: { now: () => now } });
});
afterEach(() => store.close());

describeCrmCalls(() => store);

it('gives a lead to another holder when the lease of the first one is over', async () => {
	await store.begin('acme', 'lead', 'one', 30_000);
	now += 30_000;
	expect(await store.begin('acme', 'lead', 'two', 30_000)).toMatchObject({ kind: 'known' });
	expect(await store.note('acme', 'lead', 'one', {}, 30_000)).toBe(false);
});
