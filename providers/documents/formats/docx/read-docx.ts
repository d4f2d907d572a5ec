import mammoth from 'mammoth';
import { decodeDocument } from '../../../../core/base/text/decode-document';
import type { DocumentReading } from '../../../../core/ports';
import { mediaTypes } from '../shared/detect-type';
import { htmlToMarkdown } from '../html/html-to-markdown';
import { parsePage, measurePage, type HtmlElement } from '../html/html-tree';
import { failed, read, tooLarge } from '../shared/reading';
import { readableXml } from './word-xml';
import { openZip, ZipRefused, type ZipParts } from './read-zip';

/** Pictures are never unpacked and do not count. A novel of 500 pages has 5 MB. */
const bounds = { entries: 20_000, bytes: 96 * 1024 * 1024 };
const maxElements = 500_000;
const maxDepth = 256;
const maxTitle = 300;

/** Converts a Word document to Markdown: headings, lists, tables, and footnotes at the end. Tracked deletions are left out. */
export async function readDocx(bytes: Uint8Array): Promise<DocumentReading> {
	try {
		const zip = openZip(bytes, bounds);
		return toReading(await toHtml(zip), titleIn(zip));
	} catch (error) {
		// Too deep for the stack, or longer than a string can be: read-document.ts reports it.
		if (error instanceof RangeError) throw error;
		return asFailure(error instanceof ZipRefused ? error.reason : 'corrupt');
	}
}

async function toHtml(zip: ZipParts): Promise<string> {
	// The library opens files without limits, so it gets the parts in the form of its own lib/unzip.js.
	const file = { exists: (name: string) => zip.has(name), read: async (name: string, encoding?: string) => readPart(zip, name, encoding) };
	const input = { file } as unknown as Parameters<typeof mammoth.convertToHtml>[0];
	const { value } = await mammoth.convertToHtml(input, {
		styleMap: [
			"p[style-name='Title'] => h1:fresh",
			"p[style-name='Subtitle'] => p:fresh",
			// The styles that pandoc, LibreOffice and Word use for code.
			...['Source Code', 'Preformatted Text', 'HTML Preformatted'].map((name) => `p[style-name='${name}'] => pre:separator('\n')`),
		],
		includeEmbeddedStyleMap: false,
		externalFileAccess: false,
		convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
	});
	return value;
}

function readPart(zip: ZipParts, name: string, encoding?: string): Buffer | string {
	const part = zip.read(name);
	if (encoding === 'base64') return part.toString('base64');
	if (!encoding) return part;
	const text = decodeDocument(part);
	return name.startsWith('word/') ? readableXml(text) : text;
}

function toReading(content: string, title: string | undefined): DocumentReading {
	const html = `<html><body>${content}</body></html>`;
	const { elements, depth } = measurePage(html, { elements: maxElements, depth: maxDepth });
	if (depth > maxDepth) return tooDeep();
	if (elements > maxElements) return tooLarge('elements', maxElements);
	const { body } = parsePage(html);
	const heading = body.querySelector('h1');
	tidyNotes(body);
	return read({ text: htmlToMarkdown(body), format: 'markdown', mediaType: mediaTypes.docx, title: title ?? findTitle(heading) });
}

/** Removes the arrow at the end of a note, which only leads back to the text. */
function tidyNotes(body: HtmlElement): void {
	for (const link of [...body.querySelectorAll('a[href^="#footnote-ref"], a[href^="#endnote-ref"]')]) link.remove();
}

function tooDeep(): DocumentReading {
	return failed('too_large', `The document's elements are nested more than ${maxDepth} deep.`, 'Save it as PDF or as text.');
}

function findTitle(heading: HtmlElement | null): string | undefined {
	return heading?.textContent?.replace(/\s+/g, ' ').trim().slice(0, maxTitle) || undefined;
}

/** Reads the title that the author set (ECMA-376, part 2, 11.1), if any. */
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
