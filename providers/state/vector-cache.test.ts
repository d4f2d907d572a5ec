import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVectorCache } from './vector-cache';

const day = 24 * 3_600_000;

describe('Vectors that were made before', () => {
	let folder: string;
	let now: number;
	const opened: Array<{ close(): void }> = [];
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-vectors-'));
		now = 0;
	});
	afterEach(async () => {
		for (const cache of opened.splice(0)) cache.close();
		await rm(folder, { recursive: true, force: true });
	});
	const open = (tenant = 'acme', maxBytes?: number) => {
		const cache = openVectorCache(join(folder, 'vectors.db'), { tenant, clock: { now: () => now }, maxBytes });
		opened.push(cache);
		return cache;
	};

	it('are found by text and model, in the order of the texts, by whoever opens the file', async () => {
		await open()
			.forModel('model')
			.write(
				['one', 'two'],
				[
					[0.5, 1],
					[2, -1],
				],
			);
		await expect(open().forModel('model').read(['two', 'three', 'one'])).resolves.toEqual([[2, -1], undefined, [0.5, 1]]);
		await expect(open().forModel('other').read(['one'])).resolves.toEqual([undefined]);
	});

	it("are a tenant's own", async () => {
		await open('acme')
			.forModel('model')
			.write(['one'], [[1]]);
		await expect(open('globex').forModel('model').read(['one'])).resolves.toEqual([undefined]);
	});

	it('are bounded: what was not used for longest goes first, and in the end all that nobody uses', async () => {
		const cache = open('acme', 20 * (120 + 4));
		const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
		for (const text of texts) {
			now += day;
			await cache.forModel('model').write([text], [[1]]);
		}
		await cache.forModel('model').read(['text 0']);
		await cache.forModel('model').write(['one more'], [[1]]);
		const left = await cache.forModel('model').read([...texts, 'one more']);
		expect(left.map((vector) => vector !== undefined)).toEqual(
			[true, false, false, false, ...new Array<boolean>(18).fill(true)].slice(0, 21),
		);
		now += 91 * day;
		await cache.forModel('model').write(['last'], [[1]]);
		await expect(cache.forModel('model').read([...texts, 'last'])).resolves.toEqual([...new Array<undefined>(20).fill(undefined), [1]]);
	});

	it('hold no text, and are forgotten by text, of all models', async () => {
		const cache = open();
		for (const model of ['one', 'two']) await cache.forModel(model).write(['the salary of Maria'], [[1]]);
		await cache.forget(['the salary of Maria']);
		for (const model of ['one', 'two']) await expect(cache.forModel(model).read(['the salary of Maria'])).resolves.toEqual([undefined]);
		cache.close();
		expect((await readFile(join(folder, 'vectors.db'))).includes('Maria')).toBe(false);
	});
});
