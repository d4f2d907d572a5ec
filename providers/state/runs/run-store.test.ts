import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetInState } from '../forget-person';
import { everyTenant, openStateDatabase, type Value } from '../../database/state-database';
import { suspendedRun } from '../../../core/agents/run-store.contract';
import { slowTest } from '../../../test/support/slow-tests';
import { checkTrails } from './check-trails';
import { listRuns, type RunFilter } from './list-runs';
import { keepAll } from './kept-steps';
import { cancelRun } from './run-headers';
import { runSchema } from './run-schema';
import { openRunStore, type StoredRuns } from './run-store';
import type { TextSeal } from './text-seal';
import { testStoredRuns } from './run-store.contract';
import { answered, pseudonym, seal } from './tested-stored-runs.contract';

let folder: string;
let now: number;
let opened: StoredRuns[];
const file = () => join(folder, 'runs.db');
const open = (tenant = 'default', given: TextSeal = seal) => {
	const store = openRunStore(file(), { tenant, clock: { now: () => now }, pseudonym, seal: given });
	opened.push(store);
	return store;
};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-runs-'));
	now = 1_000_000;
	opened = [];
});
afterEach(async () => {
	for (const store of opened) await store.close();
	rmSync(folder, { recursive: true, force: true });
});

describe('a store of runs in SQLite', () => {
	testStoredRuns(() => ({
		...{ store: open(), openFor: open, pass: (milliseconds) => void (now += milliseconds), now: () => now },
		forget: async (pseudonyms) => (await forgetInState(file(), { tenant: 'default', pseudonyms, pseudonym: () => '', now: now })).runs!,
		write: (statement) => new DatabaseSync(file()).exec(statement),
		readAll: () =>
			readdirSync(folder)
				.map((name) => readFileSync(join(folder, name), 'latin1'))
				.join(),
	}));

	slowTest('has what a killed process appended, and its lease too', async () => {
		const store = open('default', { ...seal, mark: async () => '' });
		await store.open('r', 'one', 100);
		await store.append('r', 'one', [{ kind: 'first' }], { from: 0, leaseMs: 100, synced: false });
		const killed = `
			const { DatabaseSync } = require('node:sqlite');
			const database = new DatabaseSync(${JSON.stringify(file())}, { timeout: 60_000 });
			database.exec("BEGIN IMMEDIATE; UPDATE run SET entries = 2, holder = 'gone', leased_until = 2000000; INSERT INTO run_entry VALUES ('default', 'r', 1, '{\\"kind\\":\\"second\\"}', ''); COMMIT");
			process.kill(process.pid, 'SIGKILL');`;
		await once(spawn(process.execPath, ['--no-warnings', '-e', killed], { stdio: 'ignore' }), 'exit');
		await expect(store.open('r', 'two', 100)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		now = 2_000_000;
		expect(await store.open('r', 'two', 100)).toEqual([{ kind: 'first' }, { kind: 'second' }]);
	});

	test('lists by an index, and reads no other tenant’s runs for it', async () => {
		const planned: string[] = [];
		const ofFew = ['execution', 'instance', 'caller', 'evaluation', 'trace', 'node'] as const;
		const database = openStateDatabase(file(), [runSchema]);
		await database.read('default', async (connection) => {
			const explain = async (sql: string, ...values: Value[]) => {
				const plan = await connection.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
				const ofRuns = plan.map(({ detail }) => detail).filter((detail) => / run\b/.test(detail));
				planned.push(ofRuns[sql.includes('RECURSIVE') ? 2 : 0]!);
				return [];
			};
			const list = (filter: RunFilter, tenant = 'default') =>
				listRuns({ ...connection, all: explain }, { tenant, now, limit: 10, filter: { ...filter } });
			const after = { startedAt: now, tenant: 'default', runId: 'r' };
			for (const filter of [{}, { after }, { contact: 'ana', state: 'failed' }, { agent: 'clerk' }] as const) await list(filter);
			for (const agents of [['clerk'], ['clerk', 'lead']]) await list({ agents, after });
			for (const state of ['failed', 'interrupted', 'waiting', 'cancelled'] as const) await list({ agent: 'clerk', state });
			await list({}, everyTenant);
			for (const column of ofFew) await list({ [column]: 'x' });
			await cancelRun(
				{ ...connection, run: async (sql, ...values) => (await explain(sql, ...values), 1) },
				{ tenant: 'default', runId: 'r' },
				null,
				now,
			);
		});
		await database.close();
		expect(planned).toEqual([
			expect.stringMatching(/^SEARCH run USING INDEX run_by_start_of_tenant \(tenant=\?\)/),
			expect.stringMatching(/^SEARCH run USING INDEX run_by_start_of_tenant \(tenant=\? AND .*started_at/),
			expect.stringMatching(/^SEARCH run USING INDEX run_by_contact \(tenant=\? AND contact=\?\)/),
			expect.stringMatching(/^SEARCH run USING INDEX run_by_agent \(tenant=\? AND agent=\?\)/),
			...Array.from({ length: 2 }, () =>
				expect.stringMatching(/^SEARCH run USING INDEX run_by_agent \(tenant=\? AND agent=\? AND .*started_at/),
			),
			...Array.from({ length: 4 }, () => expect.stringMatching(/^SEARCH run USING INDEX run_by_state \(tenant=\? AND state=\?\)/)),
			'SCAN run USING INDEX run_by_start',
			...ofFew.map((column) => expect.stringContaining(`SEARCH run USING INDEX run_by_${column} (tenant=? AND ${column}=?)`)),
			expect.stringContaining('SEARCH run USING PRIMARY KEY (tenant=? AND id=?)'),
			expect.stringMatching(/^SEARCH run USING (COVERING )?INDEX run_by_caller \(tenant=\? AND caller=\?\)/),
		]);
	});

	const begun = (runId: string) => ({
		runId,
		agent: { id: 'clerk', version: '1.0.0', sha256: 'x' },
		host: 'cli',
		conversationId: 'c1',
		withinMs: 100,
	});

	slowTest('removes a few old runs once in twenty, all by a command, and lets no run wait for it or fail with it', async () => {
		const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
		for (let number = 0; number < 120; number += 1) await open().begin(begun(`old ${number}`));
		now += 10 * 86_400_000;
		let retain: (() => void) | undefined;
		const retentionMs = jest.fn(() => new Promise<number>((resolve) => (retain = () => resolve(86_400_000))));
		const store = openRunStore(file(), { tenant: 'default', clock: { now: () => now }, retentionMs, seal });
		for (let number = 0; number < 20; number += 1) {
			await store.open(`new ${number}`, 'one', 100);
			await store.begin({ ...begun(`new ${number}`), withinMs: undefined });
		}
		const closing = store.close();
		retain!();
		await closing;
		expect([retentionMs.mock.calls.length, (await open().list(500)).length]).toEqual([1, 90]);
		retentionMs.mockResolvedValue(86_400_000);
		expect(await store.cleanOwn()).toBe(70);
		retentionMs.mockRejectedValue(new Error('no rules for ana@example.com'));
		await store.begin(begun('last'));
		await store.close();
		expect([(await open().find('last'))!.state, warned.mock.calls]).toEqual([
			'running',
			[[expect.stringContaining('no rules for [EMAIL]'), {}]],
		]);
		warned.mockRestore();
	});

	test.each<[string, (store: StoredRuns) => Promise<unknown>]>([
		['begins', (store) => store.begin(begun('other'))],
		['refuses', (store) => store.refuse({ ...begun('other'), errorCode: 'AGENT_INVALID', error: 'invalid' })],
		['opens', (store) => store.open('r', 'two', 100)],
		['opens again', (store) => store.open('waits', 'two', 100)],
		['continues', (store) => store.append('r', 'one', [{ kind: 'second' }], { from: 1, leaseMs: 100, synced: false })],
		['ends', (store) => store.end('r', { ...answered, attempt: 1, steps: [{ kind: 'first' }] })],
		['finds', (store) => store.find('r')],
		['cancels', (store) => store.cancel('waits')],
		['settles', (store) => store.settle('waits')],
		['removes', (store) => store.clean(0)],
	])('%s a run as the first thing that it does, also when keys and rules are in the same file', async (_, act) => {
		// What waits for itself cannot be closed after the test.
		const [own, clock] = [join(folder, 'own.db'), { now: () => now }];
		const before = openRunStore(own, { tenant: 'default', clock, seal });
		for (const runId of ['r', 'waits']) {
			await before.open(runId, 'one', 100);
			await before.append(runId, 'one', [{ kind: 'first' }], { from: 0, leaseMs: 100, synced: false });
		}
		await before.suspend(suspendedRun(now, { runId: 'waits', suspension: 's', expiresAt: now + 50 }));
		await before.close();
		now += 1_000;
		const others = openStateDatabase(own, runSchema);
		const look = async () => void (await others.read('default', (connection) => connection.get('SELECT 1')));
		let keys: Promise<void> | undefined;
		const mark = async (text: string) => ((keys ??= look()), await keys, seal.mark(text));
		const keepFor = async () => (await look(), keepAll);
		const store = openRunStore(own, { tenant: 'default', clock, seal: { ...seal, mark }, keepFor });
		const acted = new AbortController();
		const waits = sleep(2_000, 'waits for itself', { signal: acted.signal });
		expect(await Promise.race([act(store), waits])).not.toBe('waits for itself');
		acted.abort();
		await Promise.all([store.close(), others.close()]);
	});

	test('tells of each run that expired before it removes it, a few at once', async () => {
		const store = open();
		for (let number = 0; number < 60; number += 1) {
			const [runId, expiresAt] = [`r${number}`, now + 10_000 - number];
			await store.suspend(suspendedRun(now, { runId, suspension: runId, decideBy: now + number, expiresAt }));
		}
		now += 20_000;
		await store.begin(begun('new'));
		await store.close();
		const timedOut = (await store.notices.read('default', 0, 500)).filter(({ kind }) => kind === 'timed-out');
		const removed = await Promise.all(timedOut.map(({ runId }) => store.findSuspended(runId)));
		expect([removed.length, new Set(removed)]).toEqual([50, new Set([undefined])]);
		expect(new DatabaseSync(file()).prepare('SELECT count(*) AS left FROM suspended').get()).toEqual({ left: 10 });
	});

	test('checks many trails in pages', async () => {
		const database = openStateDatabase(file(), [runSchema]);
		await open().begin(begun('of the first page'));
		new DatabaseSync(file()).exec(`
			WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2499)
			INSERT INTO run_entry (tenant, run, number, entry, mark) SELECT 'default', 'lost ' || n, 0, '{}', '' FROM numbers`);
		let longest = 0;
		const counting: typeof database = {
			...database,
			read: (tenant, work) =>
				database.read(tenant, (connection) =>
					work({
						...connection,
						async all<Found>(sql: string, ...values: Value[]) {
							const rows = await connection.all<Found>(sql, ...values);
							longest = Math.max(longest, rows.length);
							return rows;
						},
					}),
				),
		};
		const { runs, faults } = await checkTrails(counting, 'default', seal);
		await database.close();
		expect([runs, faults.length, longest]).toEqual([2_501, 2_500, 1_000]);
	});

	test('removes more than one transaction takes', async () => {
		const store = open();
		await store.open('old', 'one', 60_000);
		const database = new DatabaseSync(file());
		const columns = database
			.prepare('SELECT * FROM run')
			.columns()
			.map(({ name }) => name);
		const copied = columns.map((name) => (name === 'id' ? "'old ' || value" : name)).join(', ');
		database.exec(
			`WITH RECURSIVE counted(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM counted WHERE value < 1200)
			INSERT INTO run (${columns.join(', ')}) SELECT ${copied} FROM run, counted`,
		);
		now += 1;
		expect(await store.clean(now)).toBe(1_201);
		expect(database.prepare('SELECT count(*) AS left FROM run').get()).toEqual({ left: 0 });
		database.close();
	});
});
