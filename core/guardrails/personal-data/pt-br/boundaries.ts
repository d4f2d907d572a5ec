import { isDigit, isLetter } from './check-digits';

const letterOrNumber = /[\p{L}\p{N}]/u;

export function isWordAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (code < 0x80) return isDigit(code) || isLetter(code) || code === 0x5f;
	return code >= 0x80 && letterOrNumber.test(text[at]!);
}

/** No letter, digit or joining character before it (`PED-ABC1234`, `3.123.456`, `8/1234567`). */
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

/** Quick check for the most frequent case: a space or the end. */
export function isFollowedBySpace(text: string, at: number): boolean {
	return at >= text.length || text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x0a;
}
