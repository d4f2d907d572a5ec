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
 * A line is a heading by `#` before it, or by a line of `=` or `-` below it; not inside fenced code (CommonMark 0.31, 4.2, 4.3 and 4.5).
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
		const end = lineEnd(text, first);
		const mark = text[first];
		if (mark === '`' || mark === '~') fence = afterFence(text, first, end, fence);
		else if (!fence) {
			const heading = mark === '#' ? headingOf(text, start, first, end) : underlinedHeading(text, start, end);
			if (!heading) continue;
			sections.at(-1)!.end = heading.start;
			open.length = Math.min(open.length, heading.level - 1);
			open[heading.level - 1] = heading.text;
			sections.push({
				start: heading.start,
				end: text.length,
				level: heading.level,
				headingPath: Array.from(open, (title) => title ?? '').filter((title) => title !== ''),
			});
		}
	}
	return sections.filter((section) => section.end > section.start);
}

/** Where a heading or a fence may begin, in order: found by the engine, as lines are many and headings few. */
function* marksOf(text: string): Iterable<number> {
	const marks = ['#', '```', '~~~', '\n===', '\n---'];
	const next = marks.map((mark) => text.indexOf(mark));
	for (;;) {
		let nearest = -1;
		for (let mark = 0; mark < marks.length; mark++) if (next[mark]! >= 0 && (nearest < 0 || next[mark]! < next[nearest]!)) nearest = mark;
		if (nearest < 0) return;
		yield text[next[nearest]!] === '\n' ? next[nearest]! + 1 : next[nearest]!;
		next[nearest] = text.indexOf(marks[nearest]!, next[nearest]! + 1);
	}
}

/** The start of the line that a mark is the first of: up to three spaces may stand before a heading or a fence. */
function lineStart(text: string, first: number): number | undefined {
	let start = first;
	while (start > 0 && first - start < 3 && text.charCodeAt(start - 1) === 0x20) start -= 1;
	return start === 0 || text.charCodeAt(start - 1) === 0x0a ? start : undefined;
}

function lineEnd(text: string, at: number): number {
	const newline = text.indexOf('\n', at);
	return newline < 0 ? text.length : newline;
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

interface Heading {
	/** Of its first line. */
	start: number;
	level: number;
	text: string;
}

function headingOf(text: string, start: number, first: number, end: number): Heading | undefined {
	let level = 0;
	while (text.charCodeAt(first + level) === 0x23) level += 1;
	const after = text.charCodeAt(first + level);
	if (level > deepestList || !(first + level >= end || after === 0x20 || after === 0x09 || after === 0x0d)) return undefined;
	const title = text
		.slice(first + level, Math.min(end, first + level + headingCharacters))
		.trim()
		.replace(/(?:^|[ \t])#+$/, '')
		.trim();
	return { start, level, text: title };
}

/** What is no paragraph, and so not made a heading by the line below it: headings, quotes, lists, tables, code and rules. */
const noParagraph = /^(?: {4}|\t| {0,3}(?:[#>|`~<]|[-+*][ \t]|\d{1,9}[.)][ \t]|[-=*_ \t]+$))/;

/** By the line below it: of one line that stands alone, as whoever writes rules below paragraphs leaves no empty line either. */
function underlinedHeading(text: string, underline: number, end: number): Heading | undefined {
	if (underline === 0 || !/^(?:=+|-+)[ \t]*\r?$/.test(text.slice(underline, Math.min(end, underline + headingCharacters))))
		return undefined;
	const start = text.lastIndexOf('\n', underline - 2) + 1;
	if (underline - start > headingCharacters) return undefined;
	const line = text.slice(start, underline - 1);
	if (line.trim() === '' || noParagraph.test(line) || !isAfterEmptyLine(text, start)) return undefined;
	return { start, level: text[underline] === '=' ? 1 : 2, text: line.trim() };
}

function isAfterEmptyLine(text: string, start: number): boolean {
	return start === 0 || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - headingCharacters), start));
}
