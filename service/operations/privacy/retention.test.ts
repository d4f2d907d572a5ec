import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unlimitedDays } from '../../../core/base/privacy/kept-classes';
import { openEvents } from '../../../providers/compose/events/events';
import { openMemory } from '../../../providers/compose/memory/memory';
import { closeOpened } from '../../../providers/compose/open-once';
import { cleanTenant } from '../../../providers/compose/state/clean-tenant';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { openTenants } from '../../../providers/compose/state/host-tenants';
import { fillWithPerson } from '../../../test/support/privacy/fill-with-person';
import { openGate } from '../../../test/fakes/permissive-gate';
import { readRetention, setRetention } from './retention';
import { slowTest } from '../../../test/support/slow-tests';

const dayMs = 86_400_000;
let stateFolder: string;
let now: number;
beforeEach(() => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-retention-'));
	now = Date.now();
});
afterEach(async () => {
	await closeOpened();
	rmSync(stateFolder, { recursive: true, force: true });
});

const open = (tenant = 'default') => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '', tenant, clock: { now: () => now } },
});
const contextOf = (tenant = 'default') => ({ host: open(tenant), by: 'user:ana', signal: new AbortController().signal });
type Kept = Parameters<typeof setRetention.perform>[0];
const set = (kept: Kept['class'], days: Kept['days'], more: object = {}) =>
	setRetention.perform({ class: kept, days, ...more }, contextOf());
const classOf = async (kept: string, within?: number) =>
	(await readRetention.perform({ ...(within !== undefined && { within }) }, contextOf())).items.find((one) => one.class === kept)!;

it('tells of each class how long it is kept, and by which rule', async () => {
	await (await openTenants(open()))!.set({ name: 'default', rules: { retentionDays: 40, runDays: 3 }, changedAt: 1, changedBy: 'ana' });
	await set('memory', 'unlimited');
	await set('request', 5);
	expect(await classOf('conversation')).toMatchObject({
		days: 40,
		from: 'retentionDays',
		kept: '40 days after the last use',
		canSet: true,
	});
	expect(await classOf('run')).toMatchObject({ days: 3, from: 'runDays' });
	expect(await classOf('memory')).toMatchObject({ days: null, from: 'retention', kept: 'unlimited' });
	expect(await classOf('request')).toMatchObject({ days: 5, from: 'retention', maxDays: 30 });
	expect(await classOf('usage')).toMatchObject({ days: 400, from: 'usual', canSet: false, why: expect.stringContaining('bill') as string });
	expect(await classOf('record')).toMatchObject({ days: null, from: 'none', why: expect.stringContaining('Never removed') as string });
	await set('memory', 'default');
	expect(await classOf('memory')).toMatchObject({ days: 40, from: 'retentionDays' });
	expect((await (await openTenants(open()))!.find('default'))!.rules).toEqual({ retentionDays: 40, runDays: 3, retention: { request: 5 } });
});

slowTest('counts what the next cleaning removes, and it removes that (garrytan/gbrain#3987)', async () => {
	await fillWithPerson('ana', open());
	await fillWithPerson('bob', open());
	await set('conversation', 30);
	expect((await classOf('conversation')).due).toBe(0);
	now += 25 * dayMs;
	expect(await classOf('conversation', 1)).toMatchObject({ due: 0, dueSoon: 0 });
	const soon = await classOf('conversation', 90);
	expect(soon).toMatchObject({ due: 0 });
	expect(soon.tables.find(({ table }) => table === 'message')).toMatchObject({ dueSoon: 6 });
	now += 36 * dayMs;
	const due = await classOf('conversation');
	const rows = (table: string) => due.tables.find((one) => one.table === table)?.due ?? 0;
	expect([rows('contact'), rows('message')]).toEqual([2, 6]);
	expect(await cleanTenant(open())).toMatchObject({ contacts: 2 });
	expect(await classOf('conversation')).toMatchObject({ due: 0, dueSoon: 0, tables: [] });
});

slowTest('sets a class alone: what others keep stays', async () => {
	await fillWithPerson('ana', open());
	await set('run', 2);
	await set('memory', 'unlimited');
	now += 500 * dayMs;
	const before = await classOf('run');
	expect(before.due).toBeGreaterThan(0);
	expect(await cleanTenant(open())).toMatchObject({ contacts: 0, messages: 0, memories: 0 });
	expect((await classOf('run')).due).toBe(0);
	expect((await (await openMemory(open())).countOlder(now)).find(({ table }) => table === 'memory_persons')!.rows).toBeGreaterThan(0);
});

it('keeps runs as long as the rule of all classes says, also where it is longer than usual', async () => {
	await (await openTenants(open()))!.set({ name: 'default', rules: { retentionDays: 90 }, changedAt: 1, changedBy: 'ana' });
	const runs = await openRuns(open(), stateFolder);
	await runs.open('r', 'worker', 1_000, 'c', 'ana');
	await runs.append('r', 'worker', [{ kind: 'prepared' }], { from: 0, leaseMs: 1_000, synced: false });
	now += 40 * dayMs;
	await runs.clean(now - 30 * dayMs);
	expect(await runs.first('r')).toBeDefined();
});

it('tells before a change how many rows go because of it, and publishes it after it', async () => {
	await fillWithPerson('ana', open());
	now += 200 * dayMs;
	const planned = await set('conversation', 90, { dryRun: true });
	expect(planned).toMatchObject({ before: null, after: 90, dryRun: true });
	expect(planned.more).toBe(planned.due);
	expect(planned.due).toBeGreaterThan(3);
	expect((await classOf('conversation')).days).toBeNull();
	const events = async () => (await (await openEvents(open())).read('default', 0, 99)).filter(({ type }) => type === 'retention.due');
	expect(await events()).toEqual([]);
	await set('conversation', 90);
	expect((await events()).map(({ data }) => data)).toEqual([{ class: 'conversation', rows: planned.due, withinDays: 1 }]);
	await set('conversation', 365);
	expect(await events()).toHaveLength(1);
});

it.each([
	['record', 5, 'A tenant cannot set how long "record" is kept'],
	['request', 31, '30 days at most'],
	['count', 'unlimited', '30 days at most'],
	['run', unlimitedDays + 1, 'retention is not an object of days'],
] as const)('refuses %s for %s days', async (kept, days, message) => {
	await expect(set(kept, days)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(message) as string });
});

it('knows the state of nobody where there is none yet', async () => {
	const { items } = await readRetention.perform({ language: 'pt' }, contextOf());
	expect(items.length).toBeGreaterThan(5);
	expect(items.filter(({ due, dueSoon, held }) => due + dueSoon + held > 0)).toEqual([]);
});
