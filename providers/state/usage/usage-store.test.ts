import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Budget } from '../../../core/ports';
import { findWindow } from './usage-counters';
import { openUsageStore, type UsageStoreOptions } from './usage-store';
import { call, noon } from './usage-samples';
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
