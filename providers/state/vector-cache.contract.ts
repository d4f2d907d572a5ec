import type { openVectorCache } from './vector-cache';

const day = 24 * 3_600_000;

/** Tests the cache of vectors on any database. `open` opens the same one each time; it is empty at the start of a test. */
export function testVectorCache(
	open: (tenant?: string, maxBytes?: number) => ReturnType<typeof openVectorCache>,
	clock: { pass(milliseconds: number): void },
): void {
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
			clock.pass(day);
			await cache.forModel('model').write([text], [[1]]);
		}
		await cache.forModel('model').read(['text 0']);
		await cache.forModel('model').write(['one more'], [[1]]);
		const left = await cache.forModel('model').read([...texts, 'one more']);
		expect(left.map((vector) => vector !== undefined)).toEqual(
			[true, false, false, false, ...new Array<boolean>(18).fill(true)].slice(0, 21),
		);
		clock.pass(91 * day);
		await cache.forModel('model').write(['last'], [[1]]);
		await expect(cache.forModel('model').read([...texts, 'last'])).resolves.toEqual([...new Array<undefined>(20).fill(undefined), [1]]);
	});

	it('are forgotten by text, of all models', async () => {
		const cache = open();
		for (const model of ['one', 'two']) await cache.forModel(model).write(['the salary of Maria', 'else'], [[1], [2]]);
		await cache.forget(['the salary of Maria']);
		for (const model of ['one', 'two'])
			await expect(cache.forModel(model).read(['the salary of Maria', 'else'])).resolves.toEqual([undefined, [2]]);
	});

	it('are stored by several at once, each once', async () => {
		const texts = Array.from({ length: 600 }, (_, index) => `text ${index}`);
		const vectors = texts.map((_, index) => [index]);
		const caches = [open(), open(), open()];
		await Promise.all(
			caches.map((cache, index) =>
				index === 1
					? cache.forModel('model').write([...texts].reverse(), [...vectors].reverse())
					: cache.forModel('model').write(texts, vectors),
			),
		);
		expect(await caches[0]!.forModel('model').read(texts)).toEqual(vectors);
	});
}
