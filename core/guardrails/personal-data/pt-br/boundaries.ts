import { isDigit, isLetter } from './check-digits';

const LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;

/** Whether the character at a position is a letter, a number or an underscore. */
export function isWordAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (code < 0x80) return isDigit(code) || isLetter(code) || code === 0x5f;
	return code >= 0x80 && LETTER_OR_NUMBER.test(text[at]!);
}

/**
 * Whether a value can begin at a position: no letter or digit precedes it, nor a sign that joins it to one (`PED-ABC1234`, `3.123.456`,
 * `8/1234567`).
 */
export function beginsAt(text: string, at: number): boolean {
	if (isWordAt(text, at - 1) && text[at - 1] !== '_') return false;
	switch (text[at - 1]) {
		case '$':
			return false;
		case '-':
		case '.':
			return !isWordAt(text, at - 2);
		case '/':
		case ':':
			return !isDigit(text.charCodeAt(at - 2));
		default:
			return true;
	}
}

/** Whether only space or the text's end follows: the most frequent case, which needs no closer look. */
export function isFollowedBySpace(text: string, at: number): boolean {
	return at >= text.length || text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x0a;
}
