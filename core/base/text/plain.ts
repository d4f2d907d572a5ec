import { stripVTControlCharacters } from 'node:util';

/** Characters that show a text in another order than it is read, and letters that nobody sees. */
const reordering = /[\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Removes control characters from text of models or documents, which could control the terminal, and shows as codes what would deceive its reader. */
export function plain(text: string): string {
	// oxlint-disable-next-line no-control-regex -- the characters to remove
	const printable = stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
	return printable.replace(reordering, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
}
