import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openPlanStore } from './plan-store';
import { describePlanStore } from './plan-store.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-plans-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

it('lists a plan without a head where a process of an earlier version stored it', async () => {
	const file = join(folder, 'earlier.db');
	const store = openPlanStore(file, undefined, 1);
	const plan = { id: 'a', state: 'drawn', version: '1.0.0', isConfirmed: false, createdAt: 1, changedAt: 1 };
	const sealed = { document: Buffer.from('whole'), head: Buffer.from('head') };
	const act = { action: 'plan.created', by: 'user:ana', object: { kind: 'plan', value: 'a' } };
	await store.add('acme', { ...plan, ...sealed }, act);
	const earlier = new DatabaseSync(file);
	earlier.exec("UPDATE plan SET state = 'proved', revision = 2");
	expect(await store.list('acme', {}, 9)).toEqual([{ ...plan, state: 'proved', revision: 2 }]);
	// The head goes with the plan.
	await store.add('acme', { ...plan, ...sealed, id: 'b', createdAt: 2 }, act);
	expect(earlier.prepare('SELECT id FROM plan_head').all()).toMatchObject([{ id: 'b' }]);
	earlier.close();
	await store.close();
});

describePlanStore(() => Promise.resolve(join(folder, `${++count}.db`)));
