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

/**
 * What stands under each heading of a Markdown text, the heading included, in order and without gaps; a plain text is one section.
 * `#` inside fenced code is none (CommonMark 0.31, sections 4.2 and 4.5).
 */
export function outlineOf({ text, format }: Pick<DocumentText, 'text' | 'format'>): Section[] {
	if (format === 'plain') return [{ start: 0, end: text.length, level: 0, headingPath: [] }];
	const sections: Section[] = [{ start: 0, end: text.length, level: 0, headingPath: [] }];
	const open: string[] = [];
	let fence = '';
	for (let start = 0; start < text.length;) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline;
		const first = firstCharacter(text, start, end);
		const mark = text.charCodeAt(first);
		if (mark === 0x60 || mark === 0x7e) fence = afterFence(text, first, end, fence);
		else if (mark === 0x23 && !fence) {
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
		start = end + 1;
	}
	return sections.filter((section) => section.end > section.start);
}

/** Up to three spaces may stand before a heading or a fence. */
function firstCharacter(text: string, start: number, end: number): number {
	let index = start;
	while (index < end && index < start + 3 && text.charCodeAt(index) === 0x20) index += 1;
	return index;
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
