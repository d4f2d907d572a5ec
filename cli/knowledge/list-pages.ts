import { formatCount } from '../terminal/format-text';

/** Ranges of pages that a line shows. */
const maxRanges = 8;

/** Returns pages as people write them: `page 3`, `pages 2, 5–9 and 14 more`. @param count of all of them @param numbers the first of them, in order */
export function listPages(count: number, numbers: readonly number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const number of numbers) {
		const last = ranges.at(-1);
		if (last && number === last.last + 1) last.last = number;
		else ranges.push({ first: number, last: number });
	}
	const shown = ranges.slice(0, maxRanges);
	const left = count - shown.reduce((sum, { first, last }) => sum + last - first + 1, 0);
	const list = shown.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
	if (list === '') return `${formatCount(count)} pages`;
	return `${count === 1 ? 'page' : 'pages'} ${list}${left > 0 ? ` and ${formatCount(left)} more` : ''}`;
}
