import type { Place } from './prompt-finding';

/** A mark: `<ticket>`, `</ticket>`, `<<<ticket`, `ticket>>>`, or a line of three backticks or tildes. */
const marks = /<<<([A-Za-z][\w-]{0,40})|([A-Za-z][\w-]{0,40})>>>|<(\/?)([A-Za-z][\w-]{0,40})>|^[ \t]{0,3}(```|~~~)/gm;

/**
 * Finds the parts between marks, such as `<ticket>` and `</ticket>`, which delimit foreign text. In order; overlapping parts are merged. @param
 * wanted the marks that count, as `<ticket`, `<<<ticket` or three backticks; default all
 */
export function findMarked(text: string, wanted?: RegExp): Place[] {
	const open = new Map<string, number>();
	const found: Place[] = [];
	for (const { 0: mark, 1: begun, 2: ended, 3: slash, 4: tag, 5: fence, index } of text.matchAll(marks)) {
		const name = fence ?? (tag === undefined ? `<<<${begun ?? ended}` : `<${tag}`);
		if (wanted && !wanted.test(name)) continue;
		const start = open.get(name);
		const closes = fence === undefined ? ended !== undefined || slash === '/' : start !== undefined;
		if (!closes) open.set(name, index + mark.length);
		else if (start !== undefined) {
			found.push({ start, end: index });
			open.delete(name);
		}
	}
	const parts: Place[] = [];
	for (const part of found.sort((one, other) => one.start - other.start)) {
		const last = parts.at(-1);
		if (last && part.start <= last.end) last.end = Math.max(last.end, part.end);
		else parts.push({ ...part });
	}
	return parts;
}
