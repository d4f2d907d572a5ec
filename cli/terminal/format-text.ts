import { plain } from './terminal';

/** Returns a number with its noun: `1 file`, `2 files`. */
export function countNouns(number: number, noun: string): string {
	return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Returns a number with its thousands separated: `12,345`. */
export function formatCount(number: number): string {
	return number.toLocaleString('en-US');
}

/** Returns text from outside as one line that is safe to show, cut to a number of characters. */
export function shortenLine(text: string, maxCharacters: number): string {
	const line = plain(text).replaceAll('\n', ' ');
	return line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line;
}
