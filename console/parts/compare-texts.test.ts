import { compareTexts, type TextPart } from './compare-texts';

const textOf = (parts: TextPart[], without: TextPart['kind']) => parts.flatMap(({ kind, text }) => (kind === without ? [] : text)).join('');

it('marks the words that changed, and no more', () => {
	expect(compareTexts('Help kindly.\nEnd.', 'Help briefly.\nEnd.')).toEqual([
		{ kind: 'same', text: 'Help ' },
		{ kind: 'removed', text: 'kindly' },
		{ kind: 'added', text: 'briefly' },
		{ kind: 'same', text: '.\nEnd.' },
	]);
});

it.each([
	['nothing before', '', 'a b'],
	['nothing after', 'a b', ''],
	['the same', 'a b', 'a b'],
	['a repeated word', 'a a a', 'a a'],
	['thousands of lines', 'x y z\n'.repeat(5_000), 'x z\n'.repeat(5_000)],
	['one line of a million characters', 'ab '.repeat(300_000), 'ac '.repeat(300_000)],
	['letters of other scripts', 'olá ação 你好', 'ola ação 你们好'],
])('loses nothing of either text: %s', (_, before, after) => {
	const parts = compareTexts(before, after);
	expect([textOf(parts, 'added'), textOf(parts, 'removed')]).toEqual([before, after]);
});
