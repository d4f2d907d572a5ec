import { stripVTControlCharacters } from 'node:util';
import { showHidden } from './show-hidden';

/** Removes control characters from text of models or documents, which could control the terminal, and shows deceptive characters as codes. */
export function printable(text: string): string {
	// oxlint-disable-next-line no-control-regex -- the characters to remove
	return showHidden(stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ''));
}
