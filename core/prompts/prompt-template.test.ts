import { fillPrompt, findStrayBraces, listVariables } from './prompt-template';

describe('a published prompt', () => {
	it('has each of its variables once', () => {
		expect(listVariables('{{a}} and {{b_2}} and {{a}}')).toEqual(['a', 'b_2']);
	});

	it('is filled in, and what is filled in is not read again', () => {
		expect(fillPrompt('{{a}}, {{b}}!', { a: '{{b}} $& $1', b: 'you', c: 'unused' }, 'It')).toBe('{{b}} $& $1, you!');
	});

	it('is not run with a hole in it, nor without an end', () => {
		expect(() => fillPrompt('{{a}} {{toString}}', { a: '' }, 'The prompt tone 1.0.0')).toThrow(
			'The prompt tone 1.0.0 has variables without a value: toString.',
		);
		expect(() => fillPrompt('{{a}}{{a}}', { a: 'x'.repeat(30_000) }, 'It')).toThrow('60000 characters');
	});

	it('has no braces that mean nothing', () => {
		expect(findStrayBraces('{{a}} {{ b }} {c} }}')).toEqual(['{{ at position 6', '}} at position 11', '}} at position 18']);
	});
});
