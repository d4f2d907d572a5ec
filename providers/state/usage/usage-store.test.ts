import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Budget } from '../../../core/ports';
import { findWindow } from './usage-counters';
import { openUsageStore, type UsageStoreOptions } from './usage-store';
import { call, dayMs, hour, noon, tokens, used } from './usage-samples';
import { describeUsageStore } from './usage-store.contract';

let opened: Array<{ close(): Promise<void> }> = [];
afterEach(async () => {
	for (const store of opened) await store.close();
	opened = [];
});
function openStore(options?: UsageStoreOptions, file = ':memory:') {
	const store = openUsageStore(file, options);
	opened.push(store);
	return store;
}

describe('a ledger in SQLite', () => describeUsageStore(async (options) => openStore(options), { numRuns: 60 }));

/** The tables of version 1, with one call of a day and an older one of a pruned day. */
const firstVersion = `
	CREATE TABLE call (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, tenant TEXT NOT NULL, agent TEXT, host TEXT NOT NULL,
		provider TEXT NOT NULL, model TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, error_code TEXT,
		input INTEGER NOT NULL, cached INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
		tier TEXT, estimated INTEGER NOT NULL, cost INTEGER, price_table TEXT, duration INTEGER NOT NULL) STRICT;
	CREATE TABLE daily (day INTEGER NOT NULL, tenant TEXT NOT NULL, agent TEXT NOT NULL, host TEXT NOT NULL, provider TEXT NOT NULL,
		model TEXT NOT NULL, kind TEXT NOT NULL, calls INTEGER NOT NULL, failed INTEGER NOT NULL, lost INTEGER NOT NULL,
		input INTEGER NOT NULL, cached INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
		cost INTEGER NOT NULL, unpriced INTEGER NOT NULL, estimated INTEGER NOT NULL,
		PRIMARY KEY (day, tenant, agent, host, provider, model, kind)) STRICT, WITHOUT ROWID;
	CREATE TABLE counter (key TEXT NOT NULL PRIMARY KEY, tenant TEXT, agent TEXT, provider TEXT, model TEXT, since INTEGER NOT NULL,
		until INTEGER NOT NULL, cost INTEGER NOT NULL, tokens INTEGER NOT NULL, calls INTEGER NOT NULL) STRICT, WITHOUT ROWID;
	CREATE VIEW line AS SELECT at AS day, 1 AS calls FROM call;
	INSERT INTO call VALUES (7, ${noon}, 'default', NULL, 'test', 'openai', 'gpt', 'chat', 'ok', NULL, 10, 0, 0, 0, 0, NULL, 0, 1000000000, 'test 1', 5);
	INSERT INTO daily VALUES (${noon - 400 * dayMs}, 'default', '', 'test', 'openai', 'gpt', 'embedding', 3, 0, 0, 30, 0, 0, 0, 0, 5000000000, 0, 0);
	INSERT INTO counter VALUES ('old', NULL, NULL, NULL, NULL, 0, 8640000000000000, 1, 1, 1);
	PRAGMA user_version = 1`;

test('a ledger of an earlier version goes on, and knows searches and origins from then on', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'));
	const file = join(folder, 'usage.db');
	const database = new DatabaseSync(file);
	database.exec(firstVersion);
	database.close();
	const store = openStore({}, file);
	const total: Budget = { name: 'total', per: 'total', calls: 9 };
	expect(await store.balances([total], noon)).toMatchObject([{ spent: { calls: 4, costUsd: 6, tokens: 40 }, reserved: { calls: 0 } }]);
	const judged = await store.reserve(call({ kind: 'rerank', usage: tokens(0, { searches: 1 }), costUsd: 0.002 }), [], noon);
	await store.settle(judged, { ...used(0.006, 0), usage: tokens(0, { searches: 3 }) });
	expect((await store.entries(0, 9, noon)).map(({ usage }) => usage)).toEqual([tokens(10), tokens(0, { searches: 3 })]);
	const kinds = [
		{ group: { kind: 'chat' }, calls: 1, inputTokens: 10, searches: 0, costUsd: 1 },
		{ group: { kind: 'rerank' }, calls: 1, inputTokens: 0, searches: 3, costUsd: 0.006 },
	];
	expect(await store.totals({ by: ['kind'], from: noon - dayMs }, noon)).toMatchObject(kinds);
	await store.close();
	// What is pruned is added up with them.
	const pruning = openStore({ retention: { maxCalls: 0, milliseconds: hour } }, file);
	await pruning.reserve(call({ kind: 'embedding' }), [], noon + 3 * dayMs);
	expect(await pruning.entries(0, 9, noon + 3 * dayMs)).toHaveLength(1);
	expect(await pruning.totals({ by: ['kind'], from: noon - dayMs, to: noon + dayMs }, noon + 3 * dayMs)).toMatchObject(kinds);
	rmSync(folder, { recursive: true });
});

test('a budget has windows in UTC', () => {
	const at = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
	const iso = (per: Budget['per']) => Object.values(findWindow(per, at)).map((time) => new Date(time).toISOString().slice(0, 16));
	expect(iso('minute')).toEqual(['2026-12-31T23:59', '2027-01-01T00:00']);
	expect(iso('hour')).toEqual(['2026-12-31T23:00', '2027-01-01T00:00']);
	expect(iso('day')).toEqual(['2026-12-31T00:00', '2027-01-01T00:00']);
	expect(iso('month')).toEqual(['2026-12-01T00:00', '2027-01-01T00:00']);
});

test('a ledger is a file of this user alone', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'));
	const file = join(folder, 'state', 'usage.db');
	await openStore({}, file).reserve(call(), [], noon);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	rmSync(folder, { recursive: true });
});
