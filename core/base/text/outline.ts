import { findHtmlEnd } from './html-blocks';
import { withLineFeeds } from './line-feeds';

export interface Section {
	start: number;
	end: number;
	/** Level of its heading, 1 to 6; 0 for the text before the first heading. */
	level: number;
	headingPath: string[];
}

const headingCharacters = 200;
const deepestList = 6;
/** A text of only headings has millions of sections, each with a path. After this many, the rest counts as text. */
export const maxSections = 100_000;

/**
 * Returns the sections of a Markdown text with their headings, in order and without gaps; a plain text is one section. Reads `#` headings and
 * underlined ones, outside fenced code and HTML blocks (CommonMark 0.31, 4.2, 4.3, 4.5 and 4.6).
 */
export function readOutline({ text: written, format }: { text: string; format: 'markdown' | 'plain' }): Section[] {
	const text = withLineFeeds(written);
	if (format === 'plain') return [{ start: 0, end: text.length, level: 0, headingPath: [] }];
	const sections: Section[] = [{ start: 0, end: text.length, level: 0, headingPath: [] }];
	const open: string[] = [];
	let fence = '';
	let fenceEnd = 0;
	let htmlEnd = 0;
	for (const first of findMarks(text)) {
		if (sections.length > maxSections) break;
		if (first < htmlEnd) continue;
		if (first >= fenceEnd) fence = '';
		const mark = text[first];
		const isInItem = !fence && mark !== '#' && itemMarks.test(text.slice(Math.max(0, first - maxItemMarks), first));
		const start = findLineStart(text, first) ?? (isInItem ? first : undefined);
		if (start === undefined) continue;
		const end = lineEnd(text, first);
		if (mark === '`' || mark === '~') {
			if (!fence) fenceEnd = isInItem ? findItemEnd(text, first) : text.length;
			fence = readFence(text, first, end, fence);
		} else if (mark === '<') {
			const found = fence ? undefined : findHtmlEnd(text, first, end, () => !isInItem && !isAfterEmptyLine(text, start));
			if (found !== undefined) htmlEnd = isInItem ? Math.min(found, findItemEnd(text, first)) : found;
		} else if (!fence) {
			const heading = mark === '#' ? readHeading(text, start, first, end) : readUnderlinedHeading(text, start, end);
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

/** Uses the engine's search, since lines are many and headings few. */
function* findMarks(text: string): Iterable<number> {
	const marks = ['#', '<', '```', '~~~', '\n=', '\n---'];
	const next = marks.map((mark) => text.indexOf(mark));
	for (;;) {
		let nearest = -1;
		for (let mark = 0; mark < marks.length; mark++) if (next[mark]! >= 0 && (nearest < 0 || next[mark]! < next[nearest]!)) nearest = mark;
		if (nearest < 0) return;
		yield text[next[nearest]!] === '\n' ? next[nearest]! + 1 : next[nearest]!;
		next[nearest] = text.indexOf(marks[nearest]!, next[nearest]! + 1);
	}
}

/** Up to three spaces can precede a heading or a fence. */
function findLineStart(text: string, first: number): number | undefined {
	let start = first;
	while (start > 0 && first - start < 3 && text.charCodeAt(start - 1) === 0x20) start -= 1;
	return start === 0 || text.charCodeAt(start - 1) === 0x0a ? start : undefined;
}

/** Marks of list items, after which a block can begin on the same line: `- <!--`, `1. ~~~`. */
const itemMarks = /(?:^|\n) {0,40}(?:(?:[-+*]|\d{1,9}[.)]) {1,4}){1,5}$/;

const maxItemMarks = 120;

/** A block in a list item ends at a line that is indented less (CommonMark 0.31, 5.2). */
function findItemEnd(text: string, first: number): number {
	const column = first - text.lastIndexOf('\n', first) - 1;
	const outside = new RegExp(`\\n {0,${column - 1}}(?=[^\\s])`, 'g');
	outside.lastIndex = first;
	const found = outside.exec(text);
	return found ? found.index + 1 : text.length;
}

function lineEnd(text: string, at: number): number {
	const newline = text.indexOf('\n', at);
	return newline < 0 ? text.length : newline;
}

function readFence(text: string, start: number, end: number, open: string): string {
	let marks = start;
	while (marks < end && text.charCodeAt(marks) === text.charCodeAt(start)) marks += 1;
	if (marks - start < 3) return open;
	const fence = text.slice(start, marks);
	// Backticks that close on the line are code within a paragraph.
	if (!open) return fence[0] === '`' && text.slice(marks, end).includes('`') ? '' : fence;
	const closes = fence.startsWith(open) && text.slice(marks, end).trim() === '';
	return closes ? '' : open;
}

interface Heading {
	start: number;
	level: number;
	text: string;
}

function readHeading(text: string, start: number, first: number, end: number): Heading | undefined {
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

/** The line below these cannot make a heading: headings, quotes, lists, tables, code and rules. */
const notParagraph = /^(?: {4}|\t| {0,3}(?:[#>|`~<]|[-+*][ \t]|\d{1,9}[.)][ \t]|[-=*_ \t]+$))/;

/** A heading by the line below it. Only for a single line: authors put rules right below paragraphs. */
function readUnderlinedHeading(text: string, underline: number, end: number): Heading | undefined {
	if (underline === 0 || !/^(?:=+|-+)[ \t]*\r?$/.test(text.slice(underline, Math.min(end, underline + headingCharacters))))
		return undefined;
	const start = text.lastIndexOf('\n', underline - 2) + 1;
	if (underline - start > headingCharacters) return undefined;
	const line = text.slice(start, underline - 1);
	if (line.trim() === '' || notParagraph.test(line) || !isAfterEmptyLine(text, start)) return undefined;
	return { start, level: text[underline] === '=' ? 1 : 2, text: line.trim() };
}

function isAfterEmptyLine(text: string, start: number): boolean {
	return start === 0 || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - headingCharacters), start));
}
