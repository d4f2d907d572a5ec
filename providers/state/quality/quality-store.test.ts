import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openQualityStore } from './quality-store';
import { testQualityStore } from './quality-store.contract';
import type { QualityStore } from '../../../core/ports/quality';

const clock = { time: Date.UTC(2026, 0, 31) };
let store: QualityStore;
beforeEach(() => (store = openQualityStore(':memory:', { now: () => clock.time })));
afterEach(() => store.close());

testQualityStore(() => store, clock);

test('a check tells of a result that somebody made better, and of one that is gone', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-quality-'));
	const file = join(folder, 'state.db');
	const stored = openQualityStore(file, { now: () => clock.time }, async (text) => hash('sha256', `key ${text}`));
	const result = { agent: 'support', version: '1.0.0', set: 'Support', setSha256: 'a'.repeat(64), cases: 10, passed: 2, score: 0.2, at: 1 };
	for (const version of ['1.0.0', '1.1.0', '1.2.0']) await stored.addEvaluation('acme', { ...result, version });
	expect(await stored.check()).toEqual({ records: 3, faults: [] });
	new DatabaseSync(file).exec(`update evaluation set passed = 10 where version = '1.1.0'; delete from evaluation where version = '1.2.0'`);
	expect((await stored.check('acme')).faults).toEqual([
		{ tenant: 'acme', id: 2, problem: 'changed' },
		{ tenant: 'acme', id: 3, problem: 'removed' },
	]);
	await stored.close();
	rmSync(folder, { recursive: true });
});

test('at most a thousand runs wait: more are not judged, and the history says so', async () => {
	const texts = { message: 'm', reply: 'r', sources: '', rubric: 'x' };
	const run = { agent: 'support', version: '1.0.0', ...texts, window: 10, budget: { per: 'day' as const } };
	const accepted = [];
	for (let index = 0; index < 1_002; index += 1) accepted.push(await store.accept('acme', { ...run, run: `${index}` }));
	expect(accepted.filter((one) => !one)).toHaveLength(2);
	expect(await store.history('acme', 'support', 1)).toMatchObject({ waiting: 1_000, days: [{ full: 2 }] });
});
