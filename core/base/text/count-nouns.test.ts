import { countNouns } from './count-nouns';

it('counts one in the singular, and separates thousands', () => {
	expect([0, 1, 2, 12_345].map((number) => countNouns(number, 'more hour'))).toEqual([
		'0 more hours',
		'1 more hour',
		'2 more hours',
		'12,345 more hours',
	]);
});

it('knows the regular plurals', () => {
	expect(['delivery', 'key', 'process', 'match'].map((noun) => countNouns(2, noun))).toEqual([
		'2 deliveries',
		'2 keys',
		'2 processes',
		'2 matches',
	]);
	expect(countNouns(1, 'delivery')).toBe('1 delivery');
});
