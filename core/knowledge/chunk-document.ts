import type { Passage } from '../ports';
import type { Document } from './document';

/** A piece of a document before anything ranked it. */
export type Chunk = Omit<Passage, 'score'>;

/** Characters of a passage: paragraphs of one section are put together up to the first, and none is longer than the second. */
const SIZE = { wanted: 700, most: 1_200 } as const;

interface Span {
	start: number;
	end: number;
}

/**
 * Cuts a document into passages along its headings and paragraphs: `text.slice(start, end) === passage.text`, in order, none
 * overlapping another, none blank. A passage's title is the document's with the heading it stands under.
 */
export function chunkDocument(document: Document): Chunk[] {
	return sectionsOf(document.text).flatMap(({ heading, spans }) =>
		joinShort(spans.flatMap((span) => cutLong(document.text, span))).map(({ start, end }) => ({
			id: `${document.id}#${start}`,
			documentId: document.id,
			title: heading && heading !== document.title ? `${document.title}: ${heading}` : document.title,
			text: document.text.slice(start, end),
			start,
			end,
		})),
	);
}

interface Section {
	heading: string;
	spans: Span[];
}

/** Headings with the paragraphs below them; a heading is part of its first paragraph. A heading with nothing below it is left to the next one. */
function sectionsOf(text: string): Section[] {
	const sections: Section[] = [{ heading: '', spans: [] }];
	let headingStart: number | undefined;
	for (const paragraph of paragraphsOf(text)) {
		const heading = headingOf(text.slice(paragraph.start, paragraph.end));
		if (heading !== undefined) {
			headingStart = sections.at(-1)!.spans.length > 0 || headingStart === undefined ? paragraph.start : headingStart;
			sections.push({ heading, spans: [] });
			continue;
		}
		sections.at(-1)!.spans.push({ start: headingStart ?? paragraph.start, end: paragraph.end });
		headingStart = undefined;
	}
	return sections;
}

/** Runs of lines that are not blank; a heading is one of its own. */
function paragraphsOf(text: string): Span[] {
	const paragraphs: Span[] = [];
	let open = false;
	for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
		const blank = line.trim() === '';
		const heading = headingOf(line) !== undefined;
		const afterGap = !open || /\n[ \t]*\r?\n|\r[ \t]*\r/.test(text.slice(paragraphs.at(-1)!.end, index));
		if (blank) open = false;
		else if (heading || afterGap) {
			paragraphs.push({ start: index, end: index + line.trimEnd().length });
			open = !heading;
		} else paragraphs.at(-1)!.end = index + line.trimEnd().length;
	}
	return paragraphs;
}

/** The text of an ATX heading (`## …`), without its marks. */
function headingOf(line: string): string | undefined {
	const marks = /^ {0,3}#{1,6}(?=[ \t])/.exec(line)?.[0];
	return marks === undefined || /[\r\n]/.test(line)
		? undefined
		: line
				.slice(marks.length)
				.trim()
				.replace(/[ \t]#+$/, '');
}

/** A paragraph over the most is cut at the ends of its sentences or lines, a sentence over the most where it must be. */
function cutLong(text: string, span: Span): Span[] {
	const pieces: Span[] = [];
	let { start } = span;
	while (span.end - start > SIZE.most) {
		const end = start + cutAt(text.slice(start, start + SIZE.most));
		pieces.push({ start, end: start + text.slice(start, end).trimEnd().length });
		start = end + leadingSpace(text.slice(end, Math.min(end + SIZE.most, span.end)));
	}
	return [...pieces, { start, end: span.end }].filter((piece) => piece.end > piece.start);
}

function leadingSpace(text: string): number {
	return text.length - text.trimStart().length;
}

/** The last good place to cut a full window: a line's or a sentence's end, else a space, else its end, never inside a surrogate pair. */
function cutAt(window: string): number {
	const earliest = SIZE.wanted / 2;
	const sentence = Math.max(window.lastIndexOf('\n'), window.lastIndexOf('. '), window.lastIndexOf('! '), window.lastIndexOf('? '));
	if (sentence >= earliest) return sentence + 1;
	const space = window.lastIndexOf(' ');
	if (space >= earliest) return space;
	return /[\uD800-\uDBFF]$/.test(window) ? window.length - 1 : window.length;
}

function joinShort(spans: Span[]): Span[] {
	const joined: Span[] = [];
	for (const span of spans) {
		const last = joined.at(-1);
		if (last && span.end - last.start <= SIZE.wanted) last.end = span.end;
		else joined.push({ ...span });
	}
	return joined;
}
