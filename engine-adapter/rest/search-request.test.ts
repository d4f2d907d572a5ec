import { search } from './search-request';
import { processorSeconds } from '../../test/support/processor-time';

const items = [
	{ key: '9', name: 'Ana', count: 2, note: null as string | null },
	{ key: '10', name: 'Bruno', count: 10, note: 'x' },
	{ key: '2251799813685250', name: 'Carla', count: 1, note: null },
];
const fields = ['key', 'name', 'count', 'note'] as const;
const names = (request: Parameters<typeof search>[2]) => search(items, fields, request).items.map((item) => item.name);

test('returns everything, in order, when nothing is asked', () => {
	expect(search(items, fields)).toEqual({
		items,
		page: { totalItems: 3, hasMoreTotalItems: false, startCursor: expect.any(String), endCursor: expect.any(String) },
	});
	expect(search([], fields).page).toEqual({ totalItems: 0, hasMoreTotalItems: false, startCursor: null, endCursor: null });
});

test('filters by value and by each of the operators', () => {
	expect(names({ filter: { name: 'Ana' } })).toEqual(['Ana']);
	expect(names({ filter: { count: 10 } })).toEqual(['Bruno']);
	expect(names({ filter: { name: { $neq: 'Ana' } } })).toEqual(['Bruno', 'Carla']);
	expect(names({ filter: { key: { $in: ['9', '10'] } } })).toEqual(['Ana', 'Bruno']);
	expect(names({ filter: { key: { $notIn: ['9', '10'] } } })).toEqual(['Carla']);
	expect(names({ filter: { key: { $gt: '9' }, count: { $lte: 1 } } })).toEqual(['Carla']);
	expect(names({ filter: { key: { $gte: '9', $lt: '2251799813685250' } } })).toEqual(['Ana', 'Bruno']);
	expect(search([{ ...items[0]!, groups: ['a', 'b'] }], ['groups'], { filter: { groups: 'b' } }).items).toHaveLength(1);
	expect(names({ filter: { note: { $exists: true } } })).toEqual(['Bruno']);
	expect(names({ filter: { note: { $exists: false } } })).toEqual(['Ana', 'Carla']);
	expect(names({ filter: { name: { $like: '*r*a' } } })).toEqual(['Carla']);
	expect(names({ filter: { name: { $like: 'An?' }, count: { $eq: 2 } } })).toEqual(['Ana']);
});

test('compares a pattern of many stars without trying each with each', async () => {
	const long = [{ key: 'a'.repeat(20_000), name: '', count: 0, note: null }];
	const compare = () => search(long, fields, { filter: { key: { $like: `${'*a'.repeat(100)}b` } } });
	expect(await processorSeconds(compare)).toBeLessThan(5);
});

test('sorts keys as numbers, and keeps the first of several orders first', () => {
	expect(names({ sort: [{ field: 'key', order: 'DESC' }] })).toEqual(['Carla', 'Bruno', 'Ana']);
	expect(names({ sort: [{ field: 'count' }] })).toEqual(['Carla', 'Ana', 'Bruno']);
	expect(names({ sort: [{ field: 'note', order: 'desc' }, { field: 'name' }] })).toEqual(['Bruno', 'Ana', 'Carla']);
});

test('pages by offset and by cursor, forwards and back', () => {
	const first = search(items, fields, { page: { limit: 2 } });
	expect(first.items).toHaveLength(2);
	const second = search(items, fields, { page: { limit: 2, after: first.page.endCursor! } });
	expect(second.items.map((item) => item.name)).toEqual(['Carla']);
	expect(search(items, fields, { page: { limit: 2, before: second.page.startCursor! } }).items).toEqual(first.items);
	expect(names({ page: { from: 1, limit: 1 } })).toEqual(['Bruno']);
});

test.each([
	{ filter: { colour: 'red' } },
	{ filter: { name: { $regex: '.*' } } },
	{ sort: [{ field: 'colour' }] },
	{ page: { after: '???' } },
	{ page: { before: 'LTE' } },
])('refuses %j rather than pass it over', (request) => {
	expect(() => search(items, fields, request)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
