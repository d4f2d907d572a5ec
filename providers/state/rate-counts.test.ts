import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSharedCounts, type SharedCounts } from './rate-counts';

const windowMs = 60_000;
let folder: string;
let now: number;
let counts: SharedCounts;
let database: DatabaseSync;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-rates-'));
	now = Date.now();
	counts = open();
	await counts.count('first', windowMs);
	await counts.share();
	database = new DatabaseSync(join(folder, 'rates.db'));
});
afterEach(async () => {
	database.close();
	await counts.close();
	rmSync(folder, { recursive: true });
});

const open = () =>
	openSharedCounts(
		join(folder, 'rates.db'),
		() => undefined,
		() => now,
	);
const breakStore = () => database.exec('ALTER TABLE rate_window RENAME TO away');
const mendStore = () => database.exec('ALTER TABLE away RENAME TO rate_window');

test('others are told of a bounded number of callers after a store was away', async () => {
	breakStore();
	for (let caller = 0; caller < 20_500; caller++) await counts.count(`caller ${caller}`, windowMs);
	await expect(counts.share()).rejects.toThrow();
	mendStore();
	await counts.share();
	expect(database.prepare('SELECT count(*) AS callers FROM rate_window').get()).toEqual({ callers: 20_001 });
});

test('a window that began while others could not be told of the last one is told', async () => {
	await counts.count('a', windowMs);
	breakStore();
	const sharing = counts.share();
	now += windowMs + 1;
	await counts.count('a', windowMs);
	await expect(sharing).rejects.toThrow();
	mendStore();
	await counts.share();
	const other = open();
	await other.count('a', windowMs);
	await other.share();
	expect(await other.count('a', windowMs)).toMatchObject({ current: 3 });
	await other.close();
});
