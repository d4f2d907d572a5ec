import type { WordNumbering } from './word-numbering';
import { readProperty, type ParagraphProperties, type WordStyles } from './word-styles';
import { walkXml, type ElementPlace } from './walk-xml';
import { applyEdits, type Edit } from './xml-edits';

/** Bookmarks for a paragraph's number and an embedded part's place, which the library lacks. */
export const labelMark = 'troupe-label:';
export const partMark = 'troupe-part:';

/** A longer paragraph with an outline level is a numbered clause, not a heading. */
const maxHeading = 300;
const deepestHeading = 6;

interface OpenParagraph extends ParagraphProperties {
	inside: number;
	properties?: { start: number; end: number; isEmpty: boolean };
	styleTag?: { start: number; end: number };
	isDeleted: boolean;
	characters: number;
}

/** Adds to the XML what the library does not read: headings by derived style or outline level, numbers, embedded parts. */
export function markParagraphs(xml: string, styles: WordStyles, numbering: WordNumbering): string {
	const edits: Edit[] = [];
	const open: OpenParagraph[] = [];
	let part: Edit | undefined;
	walkXml(xml, {
		open: (name, attributes, place) => {
			const paragraph = open.at(-1);
			if (name === 'w:p') open.push({ inside: place.end, isDeleted: false, characters: 0 });
			else if (name === 'w:altChunk') part = markPart(attributes['r:id'] ?? '', open.length > 0, place);
			else if (paragraph) readParagraphPart(paragraph, name, attributes['w:val'], place);
		},
		close: (name, place) => {
			const paragraph = open.at(-1);
			if (name === 'w:altChunk' && part) edits.push({ ...part, end: place.end });
			else if (name === 'w:pStyle' && paragraph?.styleTag) paragraph.styleTag.end = Math.max(paragraph.styleTag.end, place.end);
			else if (name === 'w:pPr' && place.path.at(-1) === 'w:p' && paragraph?.properties) {
				paragraph.inside = place.end;
				paragraph.properties.isEmpty = place.start === paragraph.properties.start;
			} else if (name === 'w:p') {
				const closed = open.pop();
				if (closed && place.end > closed.inside) edits.push(...markParagraph(closed, styles, numbering));
			}
		},
		text: (text) => {
			const paragraph = open.at(-1);
			if (paragraph) paragraph.characters += text.length;
		},
	});
	return applyEdits(xml, edits);
}

function readParagraphPart(paragraph: OpenParagraph, name: string, value: string | undefined, place: ElementPlace): void {
	const { path, start, end } = place;
	if (name === 'w:pPr' && path.at(-1) === 'w:p') paragraph.properties = { start, end, isEmpty: false };
	if (name === 'w:pStyle' && path.at(-1) === 'w:pPr' && path.at(-2) === 'w:p') paragraph.styleTag = { start, end };
	if (name === 'w:del' && path.at(-1) === 'w:rPr' && path.at(-2) === 'w:pPr') paragraph.isDeleted = true;
	readProperty(paragraph, name, value, place, 'w:p');
}

function markParagraph(paragraph: OpenParagraph, styles: WordStyles, numbering: WordNumbering): Edit[] {
	if (paragraph.isDeleted) return [];
	const style = styles.resolve(paragraph.style);
	return [...markHeading(paragraph, paragraph.outline ?? style.outline), ...markNumber(paragraph, style, numbering)];
}

function markHeading({ characters, styleTag, properties, inside }: OpenParagraph, outline: number | undefined): Edit[] {
	if (outline === undefined || !(outline >= 0 && outline < 9) || characters > maxHeading) return [];
	const text = `<w:pStyle w:val="Heading${Math.min(outline + 1, deepestHeading)}"/>`;
	if (styleTag) return [{ ...styleTag, text }];
	if (properties && !properties.isEmpty) return [{ start: properties.end, end: properties.end, text }];
	const place = properties ? { start: properties.start, end: properties.end } : { start: inside, end: inside };
	return [{ ...place, text: `<w:pPr>${text}</w:pPr>` }];
}

function markNumber(paragraph: OpenParagraph, style: ParagraphProperties, numbering: WordNumbering): Edit[] {
	const list = paragraph.list ?? style.list;
	if (list === undefined || list === '0') return [];
	const byStyle = paragraph.list === undefined ? numbering.levelOfStyle(list, paragraph.style) : undefined;
	const label = numbering.next(list, paragraph.listLevel ?? byStyle ?? style.listLevel ?? 0);
	return label === undefined ? [] : [{ start: paragraph.inside, end: paragraph.inside, text: bookmark(labelMark + label) }];
}

function markPart(id: string, isInParagraph: boolean, { start, end }: ElementPlace): Edit {
	const mark = bookmark(partMark + id);
	return { start, end, text: isInParagraph ? mark : `<w:p>${mark}</w:p>` };
}

function bookmark(name: string): string {
	return `<w:bookmarkStart w:id="0" w:name="${name.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)}"/><w:bookmarkEnd w:id="0"/>`;
}
