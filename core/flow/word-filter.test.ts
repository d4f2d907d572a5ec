import { WordFilter } from './word-filter';

const text = 'Pay DE89 3704-0044 0532.0130 00 to Müller, phone +55 (11) 98765-4321, order A-17.';

describe('WordFilter', () => {
	test.each([
		['de89370400440532013000', ['de89']],
		['+5511987654321', ['+55']],
		['11987654321', ['11']],
		['a17', ['a']],
		['37040044', ['3704']],
	])('finds how %s begins in a text that divides it', (reference, beginnings) => {
		expect(new WordFilter(text).listBeginnings(reference)).toEqual(beginnings);
	});

	test.each([['de89370400440532013001'], ['0532de89'], ['98765 4321'.replace(' ', '+1+')], ['+'], ['']])(
		'does not find %j',
		(reference) => {
			expect(new WordFilter(text).listBeginnings(reference)).toEqual([]);
		},
	);

	test('ends on a text that has each part of a reference, in no order', () => {
		const digits = Array.from({ length: 64 }, (_, at) => String(at % 10)).join('');
		const parts = Array.from({ length: 64 }, (_, start) =>
			Array.from({ length: 64 - start }, (_each, more) => digits.slice(start, start + more + 1)),
		);
		const filter = new WordFilter(parts.flat().join(' and '));
		expect(filter.listBeginnings(`${digits.slice(0, 63)}x`)).toEqual([]);
	});
});
