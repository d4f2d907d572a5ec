import { isDigit, isLetter } from './check-digits';

const letterOrNumber = /[\p{L}\p{N}]/u;

/** Returns whether the character at a position is a letter, a digit or an underscore. */
export function isWordAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (code < 0x80) return isDigit(code) || isLetter(code) || code === 0x5f;
	return code >= 0x80 && letterOrNumber.test(text[at]!);
}

/**
 * Returns whether a value can begin at a position: no letter or digit before it, and no character that joins them (`PED-ABC1234`, `3.123.456`,
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

/** Returns whether only space or the text's end follows, the most frequent case, which needs no further check. */
export function isFollowedBySpace(text: string, at: number): boolean {
	return at >= text.length || text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x0a;
}
