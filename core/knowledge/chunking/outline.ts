import type { DocumentText } from '../../ports';
import type { Span } from './cut-text';

export interface Section extends Span {
	/** Of its heading, 1 to 6; 0 for what stands before the first. */
	level: number;
	/** The headings that it stands under, its own last, the outermost first. */
	headingPath: string[];
}

const headingCharacters = 200;
const deepestList = 6;
/** A text of nothing but headings has millions, each with a path of its own; behind the last that is taken, all is text. */
export const mostSections = 100_000;

/**
 * What stands under each heading of a Markdown text, the heading included, in order and without gaps; a plain text is one section.
 * `#` inside fenced code is none (CommonMark 0.31, sections 4.2 and 4.5).
 */
export function outlineOf({ text, format }: Pick<DocumentText, 'text' | 'format'>): Section[] {
	if (format === 'plain') return [{ start: 0, end: text.length, level: 0, headingPath: [] }];
	const sections: Section[] = [{ start: 0, end: text.length, level: 0, headingPath: [] }];
	const open: string[] = [];
	let fence = '';
	for (const first of marksOf(text)) {
		if (sections.length > mostSections) break;
		const start = lineStart(text, first);
		if (start === undefined) continue;
		const newline = text.indexOf('\n', first);
		const end = newline < 0 ? text.length : newline;
		if (text.charCodeAt(first) !== 0x23) fence = afterFence(text, first, end, fence);
		else if (!fence) {
			const heading = headingOf(text, first, end);
			if (heading) {
				sections.at(-1)!.end = start;
				open.length = Math.min(open.length, heading.level - 1);
				open[heading.level - 1] = heading.text;
				sections.push({
					start,
					end: text.length,
					level: heading.level,
					headingPath: Array.from(open, (title) => title ?? '').filter((title) => title !== ''),
				});
			}
		}
	}
	return sections.filter((section) => section.end > section.start);
}

/** Where a heading or a fence may begin, in order: found by the engine, as lines are many and headings few. */
function* marksOf(text: string): Iterable<number> {
	const marks = ['#', '```', '~~~'];
	const next = marks.map((mark) => text.indexOf(mark));
	for (;;) {
		let nearest = -1;
		for (let mark = 0; mark < marks.length; mark++) if (next[mark]! >= 0 && (nearest < 0 || next[mark]! < next[nearest]!)) nearest = mark;
		if (nearest < 0) return;
		yield next[nearest]!;
		next[nearest] = text.indexOf(marks[nearest]!, next[nearest]! + 1);
	}
}

/** The start of the line that a mark is the first of: up to three spaces may stand before a heading or a fence. */
function lineStart(text: string, first: number): number | undefined {
	let start = first;
	while (start > 0 && first - start < 3 && text.charCodeAt(start - 1) === 0x20) start -= 1;
	return start === 0 || text.charCodeAt(start - 1) === 0x0a ? start : undefined;
}

/** The fence that is open behind a line that begins with its marks; empty for none. */
function afterFence(text: string, start: number, end: number, open: string): string {
	let marks = start;
	while (marks < end && text.charCodeAt(marks) === text.charCodeAt(start)) marks += 1;
	if (marks - start < 3) return open;
	const fence = text.slice(start, marks);
	if (!open) return fence;
	const closes = fence.startsWith(open) && text.slice(marks, end).trim() === '';
	return closes ? '' : open;
}

function headingOf(text: string, start: number, end: number): { level: number; text: string } | undefined {
	let level = 0;
	while (text.charCodeAt(start + level) === 0x23) level += 1;
	const after = text.charCodeAt(start + level);
	if (level > deepestList || !(start + level >= end || after === 0x20 || after === 0x09 || after === 0x0d)) return undefined;
	const title = text
		.slice(start + level, Math.min(end, start + level + headingCharacters))
		.trim()
		.replace(/(?:^|[ \t])#+$/, '')
		.trim();
	return { level, text: title };
}
