import mammoth from 'mammoth';
import { decodeDocument } from '../../../../core/base/text/decode-document';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { mediaTypes } from '../shared/detect-type';
import { htmlToMarkdown } from '../html/html-to-markdown';
import { labelAttribute } from '../html/label-items';
import { parsePage, measurePage, removeUnseen } from '../html/html-tree';
import { failed, read, tooLarge } from '../shared/reading';
import { findEmbeddedParts, type EmbeddedPart } from './embedded-parts';
import { labelMark, markParagraphs, partMark } from './word-paragraphs';
import { markRuns } from './word-runs';
import { WordNumbering } from './word-numbering';
import { WordStyles } from './word-styles';
import { openZip, ZipRefused, type ZipParts } from './read-zip';
import { type HtmlElement, createIn } from '../html/html-element';

/** Pictures are not unpacked. A novel of 500 pages has 5 MB. */
const bounds = { entries: 20_000, bytes: 96 * 1024 * 1024 };
const maxElements = 500_000;
const maxDepth = 256;
const maxTitle = 300;

/** Converts Word to Markdown: headings, lists, tables, footnotes at the end. Tracked deletions are left out. */
export async function readDocx(bytes: Uint8Array): Promise<DocumentReading> {
	try {
		const zip = openZip(bytes, bounds);
		return toReading(await toHtml(zip), titleIn(zip), await readEmbeddedParts(zip));
	} catch (error) {
		// Too deep for the stack, or too long for a string: read-document.ts reports it.
		if (error instanceof RangeError) throw error;
		return asFailure(error instanceof ZipRefused ? error.reason : 'corrupt');
	}
}

/** HTML; undefined if unreadable. Documents are read one level deep. */
async function readEmbeddedParts(zip: ZipParts): Promise<Map<string, string | undefined>> {
	const pages = new Map<string, string | undefined>();
	for (const [id, part] of findEmbeddedParts(zip)) pages.set(id, await toPage(part));
	return pages;
}

async function toPage(part: EmbeddedPart): Promise<string | undefined> {
	if (part.kind === 'html') return part.text;
	if (part.kind === 'text') return part.text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;')).replace(/(?:\r?\n)+/g, '<p>');
	return part.kind === 'docx' ? toHtml(openZip(part.bytes, bounds)) : undefined;
}

async function toHtml(zip: ZipParts): Promise<string> {
	// The library has no limits, so it gets the parts in the form of its lib/unzip.js.
	const readPart = createPartReader(zip);
	const file = { exists: (name: string) => zip.has(name), read: async (name: string, encoding?: string) => readPart(name, encoding) };
	const input = { file } as unknown as Parameters<typeof mammoth.convertToHtml>[0];
	const { value } = await mammoth.convertToHtml(input, {
		styleMap: [
			"p[style-name='Title'] => h1:fresh",
			"p[style-name='Subtitle'] => p:fresh",
			// Code styles of pandoc, LibreOffice and Word.
			...['Source Code', 'Preformatted Text', 'HTML Preformatted'].map((name) => `p[style-name='${name}'] => pre:separator('\n')`),
		],
		includeEmbeddedStyleMap: false,
		externalFileAccess: false,
		convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
	});
	return value;
}

function createPartReader(zip: ZipParts): (name: string, encoding?: string) => Buffer | string {
	const readXml = (name: string) => (zip.has(name) ? decodeDocument(zip.read(name)) : '');
	let styles: WordStyles | undefined;
	return (name, encoding) => {
		const part = zip.read(name);
		if (encoding === 'base64') return part.toString('base64');
		if (!encoding) return part;
		const text = decodeDocument(part);
		if (!name.startsWith('word/')) return text;
		styles ??= new WordStyles(readXml('word/styles.xml'));
		const readable = markRuns(readableXml(text), styles);
		return readable.includes('<w:body') ? markParagraphs(readable, styles, new WordNumbering(readXml('word/numbering.xml'))) : readable;
	};
}

function toReading(content: string, title: string | undefined, parts: Map<string, string | undefined>): DocumentReading {
	const html = `<html><body>${content}</body></html>`;
	const sizes = [html, ...parts.values()].map((page) => measurePage(page ?? '', { elements: maxElements, depth: maxDepth }));
	if (sizes.some(({ depth }) => depth > maxDepth)) return tooDeep();
	if (sizes.reduce((sum, { elements }) => sum + elements, 0) > maxElements) return tooLarge('elements', maxElements);
	const { body } = parsePage(html);
	if (!resolveMarks(body, parts)) return unreadablePart();
	const heading = body.querySelector('h1');
	tidyNotes(body);
	return read({ text: htmlToMarkdown(body), format: 'markdown', mediaType: mediaTypes.docx, title: title ?? findTitle(heading) });
}

/** Replaces the marks of word-paragraphs.ts. Returns false if an embedded part cannot be read. */
function resolveMarks(body: HtmlElement, parts: Map<string, string | undefined>): boolean {
	for (const mark of [...body.querySelectorAll(`a[id^="${labelMark}"], a[id^="${partMark}"]`)]) {
		const id = mark.getAttribute('id') ?? '';
		if (id.startsWith(labelMark)) showLabel(mark, id.slice(labelMark.length));
		else {
			const part = id.slice(partMark.length);
			if (!showPart(mark, parts.get(part))) return false;
			parts.set(part, '');
		}
		mark.remove();
	}
	return true;
}

function showLabel(mark: HtmlElement, label: string): void {
	const parent = mark.parentNode as HtmlElement;
	if ((parent.textContent ?? '').trim() === '' && !parent.querySelector('img, table')) parent.remove();
	else if (parent.tagName === 'LI') parent.setAttribute(labelAttribute, label || '-');
	else if (label !== '') {
		const text = createIn(mark, 'span');
		text.textContent = `${label} `;
		parent.insertBefore(text, mark);
	}
}

function showPart(mark: HtmlElement, page: string | undefined): boolean {
	if (page === undefined) return false;
	const { document, body } = parsePage(page);
	removeUnseen(document, body);
	const paragraph = mark.parentNode as HtmlElement;
	const part = createIn(mark, 'div');
	for (const child of [...body.childNodes]) part.appendChild(child);
	paragraph.parentNode!.insertBefore(part, paragraph.nextSibling);
	return true;
}

function tidyNotes(body: HtmlElement): void {
	for (const link of [...body.querySelectorAll('a[href^="#footnote-ref"], a[href^="#endnote-ref"]')]) link.remove();
}

function unreadablePart(): DocumentReading {
	return failed(
		'unsupported_type',
		'The Word document embeds a part in another format, which is not supported.',
		'Open it in Word and save it again: Word converts the part.',
	);
}

function tooDeep(): DocumentReading {
	return failed('too_large', `The document's elements are nested more than ${maxDepth} deep.`, 'Save it as PDF or as text.');
}

function findTitle(heading: HtmlElement | null): string | undefined {
	return heading?.textContent?.replace(/\s+/g, ' ').trim().slice(0, maxTitle) || undefined;
}

function titleIn(zip: ZipParts): string | undefined {
	const part = 'docProps/core.xml';
	if (!zip.has(part)) return undefined;
	const title = /<dc:title>([^<]{1,1000})<\/dc:title>/.exec(decodeDocument(zip.read(part)))?.[1];
	return (title && collectText(title).replace(/\s+/g, ' ').trim().slice(0, maxTitle)) || undefined;
}

function collectText(xml: string): string {
	const { body } = parsePage(`<html><body><p>${xml}</p></body></html>`);
	return body.textContent ?? '';
}

function asFailure(reason: ZipRefused['reason']): DocumentReading {
	if (reason === 'needs_password') return failed('needs_password', 'The Word document is encrypted.', 'Save it without a password.');
	if (reason === 'too_large') return tooLarge('bytes when unpacked', bounds.bytes);
	return failed(
		'corrupt',
		'The Word document is damaged: its parts cannot be unpacked or are invalid.',
		'Open it in a word processor and save it again.',
	);
}

/** Turns results of fields and formulas into text runs. Each pattern ends at the next `<` or `>`, so that the time is linear. */
function readableXml(xml: string): string {
	let readable = xml;
	if (readable.includes('fldSimple')) readable = readable.replace(/<\/?w:fldSimple(?=[\s/>])[^<>]*>/g, '');
	if (readable.includes('<m:oMath')) readable = withFormulas(readable);
	return readable;
}

function withFormulas(xml: string): string {
	const parts = xml.replace(/<\/?m:oMathPara(?=[\s/>])[^<>]*>/g, '').split(/<m:oMath(?=[\s>])[^<>]*>/);
	return parts
		.map((part, index) => {
			const end = index === 0 ? -1 : part.indexOf('</m:oMath>');
			return end < 0
				? part
				: `<w:r><w:t xml:space="preserve">${formulaIn(part.slice(0, end))}</w:t></w:r>${part.slice(end + '</m:oMath>'.length)}`;
		})
		.join('');
}

function formulaIn(xml: string): string {
	const signs: Record<string, string> = { den: '/', sup: '^', sub: '_' };
	let text = '';
	for (const [, letters, part] of xml.matchAll(/<m:t(?=[\s>])[^<>]*>([^<]*)<\/m:t>|<m:(den|sup|sub)>/g)) text += letters ?? signs[part!]!;
	return text;
}
