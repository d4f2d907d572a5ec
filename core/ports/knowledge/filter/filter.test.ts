import fc from 'fast-check';
import type { Metadata } from './filter';
import { fitsFilter } from './fits-filter';
import { filterBounds, parseFilter } from './parse-filter';

const handbook: Metadata = { documentId: 'hr/leave.md', year: 2024, status: 'final', draft: false, labels: ['hr', 'Brazil'] };
const fits = (filter: unknown, metadata = handbook) => fitsFilter(parseFilter(filter), metadata);

test.each([
	[{ year: 2024 }],
	[{ year: { $eq: 2024 }, status: 'final' }],
	[{ draft: false }],
	[{ documentId: 'hr/leave.md' }],
	[{ labels: 'hr' }],
	[{ labels: { $in: ['pt', 'Brazil'] } }],
	[{ labels: { $contains: 'raz' } }],
	[{ status: { $in: ['draft', 'final'] } }],
	[{ status: { $contains: 'ina' } }],
	[{ year: { $gte: 2024, $lt: 2025 } }],
	[{ year: { $gt: 2023, $lte: 2024 } }],
	[{ status: { $gt: 'fin', $lt: 'finbl' } }],
	[{ $or: [{ year: 1999 }, { $and: [{ draft: false }, { status: 'final' }] }] }],
	[{ $not: { $or: [{ year: 1999 }, { status: 'draft' }] } }],
	[{ status: { $ne: 'draft' } }],
	[{ status: { $nin: ['draft'] } }],
	[{ missing: { $ne: 'anything' } }],
	[{}],
])('%j fits', (filter) => expect(fits(filter)).toBe(true));

test.each([
	[{ year: '2024' }],
	[{ year: { $gt: 2024 } }],
	[{ year: { $lt: '2025' } }],
	[{ draft: { $in: [0, 'false', true] } }],
	[{ labels: { $gte: 'a' } }],
	[{ labels: { $ne: 'hr' } }],
	[{ labels: 'brazil' }],
	[{ missing: { $gte: 0 } }],
	[{ constructor: { $contains: '' } }],
	[{ $not: {} }],
	[{ year: 2024, status: 'draft' }],
])('%j does not fit', (filter) => expect(fits(filter)).toBe(false));

test('strings are ordered by code point, as databases order them, not by UTF-16 code unit', () => {
	expect(fits({ name: { $gt: '\uffee' } }, { name: '🙂' })).toBe(true);
});

const deep = (levels: number): unknown => (levels === 0 ? {} : { $not: deep(levels - 1) });

const refused: Array<[filter: unknown, place: string, expected: string, actual: string]> = [
	['year', 'filter', 'an object', 'a string'],
	[{ $where: 'x' }, 'filter.$where', '$and, $or, $not', '$where'],
	[{ year: { $regex: 'x' } }, 'filter.year.$regex', '$eq', '$regex'],
	[{ year: {} }, 'filter.year', '$eq', 'an empty object'],
	[{ year: null }, 'filter.year', 'a string or number or boolean', 'null'],
	[{ year: [2024] }, 'filter.year', '{"$in": […]}', 'a list of 1'],
	[{ year: { $gt: true } }, 'filter.year.$gt', 'a number or string', 'a boolean'],
	[{ $and: [] }, 'filter.$and', 'a list of at least one filter', 'a list of 0'],
	[{ $or: [{ a: 1 }, 2] }, 'filter.$or[1]', 'an object', 'a number'],
	[{ a: { $in: [] } }, 'filter.a.$in', '1 to 1000 values', 'a list of 0'],
	[{ a: { $in: [1, {}] } }, 'filter.a.$in[1]', 'a string or number or boolean', 'an object'],
	[{ a: 'x'.repeat(filterBounds.characters + 1) }, 'filter.a', '1000 characters', '1001'],
	[{ [`k${'x'.repeat(100)}`]: 1 }, `filter.k${'x'.repeat(39)}…`, '1 to 100 characters', '101'],
	[deep(filterBounds.depth + 1), `filter${'.$not'.repeat(9)}`, '8 levels', 'more'],
	[{ $or: Array.from({ length: 101 }, () => ({ a: 1 })) }, 'filter.$or[100].a', '100 conditions', 'more'],
];

test.each(refused.map(([filter, place, expected, actual]) => ({ filter, place, expected, actual })))(
	'refused at $place: $actual',
	({ filter, place, expected, actual }) => {
		expect(() => parseFilter(filter)).toThrow(
			expect.objectContaining({
				code: 'FILTER_INVALID',
				fix: expect.stringContaining('JSON'),
				details: { place, expected: expect.stringContaining(expected), actual: expect.stringContaining(actual) },
			}),
		);
	},
);

test('any JSON is either read or refused with FILTER_INVALID', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			try {
				expect(typeof fits(value)).toBe('boolean');
			} catch (error) {
				expect(error).toMatchObject({ code: 'FILTER_INVALID' });
			}
		}),
	);
});
