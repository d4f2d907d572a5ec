import { findCompletion } from './completion';

const inputs = ['customer', 'shop', 'shopHours', 'workshop'];
const complete = (text: string) => {
	const caret = text.indexOf('|');
	return findCompletion(text.replace('|', ''), caret, inputs);
};

test('offers inputs after braces, those that begin as typed first', () => {
	expect(complete('Hello {{|')).toEqual({ names: inputs, start: 6, end: 8 });
	expect(complete('Hello {{shop|')).toEqual({ names: ['shop', 'shopHours', 'workshop'], start: 6, end: 12 });
	expect(complete('Hello {{ SHOP|')).toMatchObject({ names: ['shop', 'shopHours', 'workshop'] });
});

test('takes the place of the whole reference, whose end may be there', () => {
	expect(complete('{{cu|stomer}} and {{shop}}')).toEqual({ names: ['customer'], start: 0, end: 12 });
	expect(complete('{{| }}')).toMatchObject({ start: 0, end: 5 });
});

test.each(['|', '{|', '{{price|', '{{shop}}|', 'shop|', '{{a b|'])('offers nothing at %s', (text) => {
	expect(complete(text)).toBeUndefined();
});
