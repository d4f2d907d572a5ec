import { date, oneOf } from './search/fields';
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
	expect(search([], fields).page).toEqual({ totalItems: 0, hasMoreTotalItems: false });
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

test('looks a value up in the longest list at once, as it compares it with one', async () => {
	const absent = Array.from({ length: 998 }, (_, index) => String(100_000 + index));
	expect(names({ filter: { key: { $in: [...absent, '10'] } } })).toEqual(['Bruno']);
	expect(names({ filter: { count: { $in: [10.0, 2] } } })).toEqual(['Ana', 'Bruno']);
	expect(ids({ filter: { at: { $in: ['2030-01-01T12:00:00+02:00'] } } })).toEqual(['a']);
	const count = () => search(many, ['key'], { filter: { key: { $notIn: absent } } }).page.totalItems;
	expect(await processorSeconds(count)).toBeLessThan(0.5);
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

const many = Array.from({ length: 10_500 }, (_, index) => ({ key: String(index) }));

test('counts up to 10,000 and says that there are more, and pages beyond', () => {
	const { page } = search(many, ['key']);
	expect(page).toEqual({ totalItems: 10_000, hasMoreTotalItems: true, startCursor: 'MA==', endCursor: 'OTk=' });
	const after = Buffer.from('10489').toString('base64');
	const last = search(many, ['key'], { page: { after } });
	expect(last.items.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, index) => String(10_490 + index)));
	expect(last.page).toMatchObject({ totalItems: 10_500, hasMoreTotalItems: false });
	const exact = search(many.slice(0, 10_000), ['key']);
	expect(exact.page).toMatchObject({ totalItems: 10_000, hasMoreTotalItems: false });
});

test('sorts all items, however many there are', () => {
	const { items: newest, page } = search(many, ['key'], { sort: [{ field: 'key', order: 'DESC' }], page: { from: 1, limit: 2 } });
	expect(newest).toEqual([{ key: '10498' }, { key: '10497' }]);
	expect(page).toMatchObject({ totalItems: 10_500, hasMoreTotalItems: false });
});

const dated = [
	{ id: 'a', at: '2030-01-01T10:00:00.000Z' as string | undefined, state: 'ACTIVE' },
	{ id: 'b', at: '2030-01-01T11:30:00.000Z', state: 'COMPLETED' },
	{ id: 'c', at: undefined, state: 'ACTIVE' },
];
const typed = ['id', date('at'), oneOf('state', ['ACTIVE', 'COMPLETED'])] as const;
const ids = (request: Parameters<typeof search>[2]) => search(dated, typed, request).items.map(({ id }) => id);

test('compares dates by time, whatever their zone and precision', () => {
	expect(ids({ filter: { at: { $gt: '2030-01-01T12:00:00+02:00' } } })).toEqual(['b']);
	expect(ids({ filter: { at: '2030-01-01T12:00:00+02:00' } })).toEqual(['a']);
	expect(ids({ filter: { at: { $exists: false } } })).toEqual(['c']);
});

test('sorts what is missing last in both directions', () => {
	expect(ids({ sort: [{ field: 'at' }] })).toEqual(['a', 'b', 'c']);
	expect(ids({ sort: [{ field: 'at', order: 'DESC' }] })).toEqual(['b', 'a', 'c']);
});

test.each([
	[{ state: 'FOO' }, 'The value of the filter "state" is invalid, found FOO. Pass one of ACTIVE, COMPLETED.'],
	[
		{ state: { $in: ['ACTIVE', 'active'] } },
		'The value of the filter "state" with $in is invalid, found active. Pass one of ACTIVE, COMPLETED.',
	],
	[{ state: null }, 'The value of the filter "state" is invalid, found null. Pass one of ACTIVE, COMPLETED.'],
	[
		{ at: { $lt: 'tomorrow' } },
		'The value of the filter "at" with $lt is invalid, found tomorrow. Pass a date and time such as 2030-01-31T10:00:00Z.',
	],
	[{ id: { $in: 'a' } }, 'The value of the filter "id" with $in is invalid. Pass an array of at most 1000 values.'],
	[
		{ id: { $notIn: Array(1_001).fill('a') } },
		'The value of the filter "id" with $notIn is invalid. Pass an array of at most 1000 values.',
	],
	[{ id: { $exists: 'yes' } }, 'The value of the filter "id" with $exists is invalid. Pass true or false.'],
	[{ id: { $like: 1 } }, 'The value of the filter "id" with $like is invalid. Pass a text with * and ?.'],
])('refuses the filter %j, and says what it takes', (filter, text) => {
	const refused = expect.objectContaining({ code: 'INPUT_INVALID' });
	expect(() => ids({ filter })).toThrow(refused);
	try {
		ids({ filter });
	} catch (error) {
		const { message, fix } = error as { message: string; fix: string };
		expect(`${message} ${fix}`).toBe(text);
	}
});

test.each([
	{ filter: { colour: 'red' } },
	{ filter: { name: { $regex: '.*' } } },
	{ filter: { name: Object.fromEntries([['toString', 'x']]) } },
	{ sort: [{ field: 'colour' }] },
	{ page: { after: '???' } },
	{ page: { before: 'LTE' } },
])('refuses %j rather than pass it over', (request) => {
	expect(() => search(items, fields, request)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
