import { findNear } from './near-text';

const known = ['marketing', 'follow-up', 'service', 'ads'];

it.each([
	['markting', 'marketing'],
	['maketring', 'marketing'],
	['marsaling', undefined],
	['markeitng', 'marketing'],
	['folow-up', 'follow-up'],
	['followup', 'follow-up'],
	['servise', 'service'],
	['marketing', undefined],
	['ad', 'ads'],
	['adz', 'ads'],
	['dsa', undefined],
	['newsletter', undefined],
	['', undefined],
])('finds for %s the known text %s', (text, expected) => {
	expect(findNear(text, known)).toBe(expected);
});

it('takes the nearest of several', () => {
	expect(findNear('sales-br', ['sales-uk', 'sales-b'])).toBe('sales-b');
});
