import { readPages } from './read-page';

/** Pages as a service answers them, by their cursors; the first has none. */
const pages = (all: Record<string, { items: number[]; cursor?: string }>) => {
	let calls = 0;
	const read = ({ cursor = '' }: { cursor?: string }) => {
		calls += 1;
		return Promise.resolve(all[cursor]!);
	};
	return async (most: number) => [await readPages(most, read), calls];
};

it('reads pages until there are enough or no more, also behind an empty one', async () => {
	const read = () => pages({ '': { items: [1, 2], cursor: 'a' }, a: { items: [], cursor: 'b' }, b: { items: [3] } });
	expect(await read()(10)).toEqual([[1, 2, 3], 3]);
	expect(await read()(2)).toEqual([[1, 2], 1]);
});

it.each([
	['the same cursor', { '': { items: [], cursor: 'a' }, a: { items: [], cursor: 'a' } }, 2],
	['cursors in a circle', { '': { items: [], cursor: 'a' }, a: { items: [], cursor: 'b' }, b: { items: [], cursor: 'a' } }, 3],
])('ends where a service answers with %s', async (_what, all, calls) => {
	expect(await pages(all)(10)).toEqual([[], calls]);
});
