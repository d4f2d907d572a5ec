import { printable } from './terminal';

export { countNouns, formatCount } from '../../core/base/text/count-nouns';

/** Returns text from outside as one line that is safe to show, cut to a number of characters. */
export function shortenLine(text: string, maxCharacters: number): string {
	const line = printable(text).replaceAll('\n', ' ');
	return line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line;
}
