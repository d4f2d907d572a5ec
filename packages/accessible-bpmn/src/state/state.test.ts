import { cleanText } from '../names/clean-text';
import { readTokens } from './element-state';
import { readHeat } from './heat';

it.each([-1, 1.5, Number.NaN, Infinity, '2' as unknown as number])('refuses %p tokens, naming the element', (tokens) => {
	expect(() => readTokens('task', { tokens })).toThrow('The tokens of element "task" are');
});

it('divides heat into levels whose elements add up', () => {
	const heat = readHeat({ a: 0, b: 1, c: 5, d: 10 }, { label: 'Cost', format: (value) => `$${value}` }, 'en');
	expect([...heat.values].map(([id, { level, text }]) => [id, level, text])).toEqual([
		['a', 1, '$0'],
		['b', 1, '$1'],
		['c', 3, '$5'],
		['d', 5, '$10'],
	]);
	expect(heat.levels).toEqual([
		{ level: 1, from: '$0', to: '$1', count: 2 },
		{ level: 3, from: '$5', to: '$5', count: 1 },
		{ level: 5, from: '$10', to: '$10', count: 1 },
	]);
});

it('puts equal values on one level, and refuses what is not a number', () => {
	expect(readHeat({ a: 2, b: 2 }, {}, 'en').levels).toEqual([{ level: 5, from: '2', to: '2', count: 2 }]);
	expect(readHeat({}, {}, 'en').levels).toEqual([]);
	expect(() => readHeat({ a: Number.NaN }, {}, 'en')).toThrow('The heat of element "a" is NaN');
});

it('makes one bounded line of a name', () => {
	expect(cleanText(' Pay\n the\u202e invoice\u0000 ')).toBe('Pay the invoice');
	expect([...cleanText('😀'.repeat(500))]).toHaveLength(200);
	expect(cleanText(undefined)).toBe('');
	expect(cleanText(' '.repeat(1_000_000))).toBe('');
});
