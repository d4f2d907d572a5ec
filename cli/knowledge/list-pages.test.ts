import { listPages } from './list-pages';

test.each([
	[1, [3], 'page 3'],
	[5, [2, 3, 4, 9, 11], 'pages 2–4, 9, 11'],
	[120, Array.from({ length: 100 }, (_, at) => at + 1), 'pages 1–100 and 20 more'],
	[9, [1, 3, 5, 7, 9, 11, 13, 15, 17], 'pages 1, 3, 5, 7, 9, 11, 13, 15 and 1 more'],
	[2, [], '2 pages'],
])('names %i pages of %j as %s', (count, numbers, expected) => {
	expect(listPages(count, numbers)).toBe(expected);
});
