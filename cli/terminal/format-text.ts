import { printable } from './terminal';

export { countNouns, formatCount } from '../../core/base/text/count-nouns';

/** Returns text from outside as one line that is safe to show, cut to a number of characters. */
export function shortenLine(text: string, maxCharacters: number): string {
	const line = printable(text).replaceAll('\n', ' ');
	return line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line;
}

/** Writes a time in UTC, to the minute. @param time milliseconds since the epoch */
export const showTime = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
