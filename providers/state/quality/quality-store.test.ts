import { openQualityStore } from './quality-store';
import { testQualityStore } from './quality-store.contract';
import type { QualityStore } from '../../../core/ports';

const clock = { time: Date.UTC(2026, 0, 31) };
let store: QualityStore;
beforeEach(() => (store = openQualityStore(':memory:', { now: () => clock.time })));
afterEach(() => store.close());

testQualityStore(() => store, clock);

test('at most a thousand runs wait: more are not judged, and the history says so', async () => {
	const run = { agent: 'support', version: '1.0.0', message: 'm', reply: 'r', rubric: 'x', window: 10, budget: { per: 'day' as const } };
	const accepted = [];
	for (let index = 0; index < 1_002; index += 1) accepted.push(await store.accept('acme', { ...run, run: `${index}` }));
	expect(accepted.filter((one) => !one)).toHaveLength(2);
	expect(await store.history('acme', 'support', 1)).toMatchObject({ waiting: 1_000, days: [{ full: 2 }] });
});
