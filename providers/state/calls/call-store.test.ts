import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallKind, CallStore } from '../../../core/ports/runs/calls';
import { openCallStore } from './call-store';
import { describeCalls } from './call-store.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-calls-'));
let count = 0;
let stores: Record<CallKind, CallStore>;
let store: CallStore;
let now: number;
beforeEach(() => {
	now = Date.now();
	const place = join(folder, `${++count}.db`);
	const open = (kind: CallKind) => openCallStore(place, kind, { clock: { now: () => now } });
	stores = { workflow: open('workflow'), node: open('node'), crm: open('crm') };
	store = stores.node;
});
afterEach(() => Promise.all(Object.values(stores).map((each) => each.close())));
afterAll(() => rmSync(folder, { recursive: true }));

describeCalls((kind) => stores[kind]);

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
