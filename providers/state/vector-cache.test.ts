import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVectorCache } from './vector-cache';
import { testVectorCache } from './vector-cache.contract';

describe('Vectors that were made before', () => {
	let folder: string;
	let now: number;
	const opened: Array<{ close(): Promise<void> }> = [];
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-vectors-'));
		now = 0;
	});
	afterEach(async () => {
		for (const cache of opened.splice(0)) await cache.close();
		await rm(folder, { recursive: true, force: true });
	});
	const open = (tenant = 'acme', maxBytes?: number) => {
		const cache = openVectorCache(join(folder, 'vectors.db'), { tenant, clock: { now: () => now }, maxBytes });
		opened.push(cache);
		return cache;
	};

	testVectorCache(open, { pass: (milliseconds) => (now += milliseconds) });

	it('hold no text', async () => {
		const cache = open();
		await cache.forModel('model').write(['the salary of Maria'], [[1]]);
		await cache.close();
		expect((await readFile(join(folder, 'vectors.db'))).includes('Maria')).toBe(false);
	});
});
