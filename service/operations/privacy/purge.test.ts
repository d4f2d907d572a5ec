import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeOpened } from '../../../providers/compose/open-once';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { openGate } from '../../../test/fakes/permissive-gate';
import { fillWithPerson } from '../../../test/support/privacy/fill-with-person';
import { findPerson } from './find-person';
import { addHold } from './holds';
import { performOperation } from '../perform-operation';
import { purgeableClasses, purgeData } from './purge';
import { slowTest } from '../../../test/support/slow-tests';

const dayMs = 86_400_000;
let stateFolder: string;
let now: number;
beforeEach(() => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-purge-'));
	now = Date.now();
});
afterEach(async () => {
	await closeOpened();
	rmSync(stateFolder, { recursive: true, force: true });
});

const open = (tenant = 'default') => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '', tenant, clock: { now: () => now } },
});
const context = () => ({ host: open(), by: 'user:bia', signal: new AbortController().signal });
const day = (time: number) => new Date(time).toISOString();
const purge = (entity: string, before: string, more: object = {}) =>
	performOperation(
		purgeData,
		{ tenant_id: 'default', entity_type: entity, before_date: before, reason: 'the contract ended', ...more },
		context(),
	);
const rowsOf = (rows: Array<{ table: string; rows: number }>, table: string) => rows.find((one) => one.table === table)?.rows ?? 0;

slowTest('removes what is from before the date, and nothing that came after it (e-mission/e-mission-server#530)', async () => {
	await fillWithPerson('ana', open());
	const [yesterday, tomorrow] = [now - dayMs, now + dayMs];
	now += 10 * dayMs;
	for (const [kept, table] of [
		['memory', 'memory_turns'],
		['run', 'run'],
		['conversation', 'conversation_note'],
	] as const) {
		expect([kept, (await purge(kept, day(yesterday))).removed]).toEqual([kept, []]);
		if (kept === 'conversation') now += 60 * dayMs;
		const before = day(kept === 'conversation' ? now : tomorrow);
		const counted = await purge(kept, before, { dry_run: true });
		expect([kept, rowsOf(counted.removed, table)]).not.toEqual([kept, 0]);
		expect(await purge(kept, before)).toEqual({ ...counted, dry_run: false });
		expect((await purge(kept, before)).removed).toEqual([]);
	}
});

it.each(purgeableClasses)('counts of %s what it removes', async (kept) => {
	await fillWithPerson('ana', open());
	now += 400 * dayMs;
	const counted = await purge(kept, day(now), { dry_run: true });
	expect(await purge(kept, day(now))).toEqual({ ...counted, dry_run: false });
	expect((await purge(kept, day(now))).removed).toEqual([]);
});

slowTest('leaves a run that waits for a person (n8n-io/n8n#7333)', async () => {
	const ana = await fillWithPerson('ana', open());
	const waiting = async () => (await findPerson.perform({ person: ana }, context())).stored.filter(({ table }) => table === 'suspended');
	const before = await waiting();
	expect(before).toMatchObject([{ rows: 1 }]);
	now += 2 * dayMs;
	expect(rowsOf((await purge('run', day(now))).removed, 'run')).toBeGreaterThan(0);
	expect(await waiting()).toEqual(before);
});

slowTest('leaves what is held, and counts it', async () => {
	const ana = await fillWithPerson('ana', open());
	await fillWithPerson('bob', open());
	await addHold.perform({ person: ana, reason: 'a lawsuit' }, context());
	now += 400 * dayMs;
	const purged = await purge('conversation', day(now));
	expect([rowsOf(purged.removed, 'contact'), rowsOf(purged.held, 'contact'), rowsOf(purged.held, 'message')]).toEqual([1, 1, 3]);
	expect((await purge('conversation', day(now))).held).toEqual(purged.held);
});

it('keeps the reason in the audit log, sealed, with the numbers', async () => {
	await fillWithPerson('ana', open());
	now += 400 * dayMs;
	await purge('run', day(now));
	const { store } = (await openAudit(open()))!;
	await store.sequence('default');
	const { entries } = await store.search('default', { limit: 50, act: 'data' });
	const text = JSON.stringify(entries);
	expect(text).toContain('data.purged');
	expect(entries.map(({ leaf }) => leaf).join()).not.toContain('the contract ended');
	expect(text).toContain('the contract ended');
});

it.each([
	['everything', '2020-01-01', '"everything" is unknown'],
	['record', '2020-01-01', '"record" cannot be purged: Never removed'],
	['token', '2020-01-01', '"token" cannot be purged: its rows end by themselves'],
	['run', '2999-01-01', 'is to come'],
	['run', 'yesterday', 'before_date is "yesterday"'],
])('refuses %s before %s', async (entity, before, message) => {
	const fault = { code: 'INPUT_INVALID', message: expect.stringContaining(message) as string, fix: expect.any(String) as string };
	await expect(purge(entity, before)).rejects.toMatchObject(fault);
});

it('refuses another tenant to whoever may not reach it', async () => {
	const grant = { tenant: 'default', subject: 'key:x', scopes: new Set(['tenant:manage']) };
	const { host, ...rest } = context();
	const input = { tenant_id: 'globex', entity_type: 'run', before_date: '2020-01-01', reason: 'x' };
	await expect(purgeData.perform(input, { host: { ...host, grant } as never, ...rest })).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
});
