import mammoth from 'mammoth';
import type { DocumentReading } from '../../../../core/ports';
import { mediaTypes } from '../shared/detect-type';
import { htmlToMarkdown } from '../html/html-to-markdown';
import { parsePage, sizeOf, type HtmlElement } from '../html/html-tree';
import { failed, read, tooLarge } from '../shared/reading';
import { readableXml } from './word-xml';
import { openZip, ZipRefused, type ZipParts } from './read-zip';

/** Pictures are never inflated, and do not count. A novel of 500 pages has 5 MB. */
const bounds = { entries: 20_000, bytes: 96 * 1024 * 1024 };
const mostElements = 500_000;
const deepest = 256;
const mostTitle = 300;

/** A Word document as Markdown: headings, lists, tables, and footnotes at its end. What was deleted while changes were tracked is left out. */
export async function readDocx(bytes: Uint8Array): Promise<DocumentReading> {
	try {
		const zip = openZip(bytes, bounds);
		return toReading(await toHtml(zip), titleIn(zip));
	} catch (error) {
		// Too deep for the stack, or longer than a string can be: told by who reads all types.
		if (error instanceof RangeError) throw error;
		return asFailure(error instanceof ZipRefused ? error.reason : 'corrupt');
	}
}

async function toHtml(zip: ZipParts): Promise<string> {
	// Its own way to open a file knows no bounds: it is given the parts, as it would have made them of one (lib/unzip.js).
	const file = { exists: (name: string) => zip.has(name), read: async (name: string, encoding?: string) => partOf(zip, name, encoding) };
	const input = { file } as unknown as Parameters<typeof mammoth.convertToHtml>[0];
	const { value } = await mammoth.convertToHtml(input, {
		styleMap: [
			"p[style-name='Title'] => h1:fresh",
			"p[style-name='Subtitle'] => p:fresh",
			// As pandoc, LibreOffice and Word name what is a program.
			...['Source Code', 'Preformatted Text', 'HTML Preformatted'].map((name) => `p[style-name='${name}'] => pre:separator('\n')`),
		],
		includeEmbeddedStyleMap: false,
		externalFileAccess: false,
		convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
	});
	return value;
}

function partOf(zip: ZipParts, name: string, encoding?: string): Buffer | string {
	const part = zip.read(name);
	if (encoding === 'base64') return part.toString('base64');
	if (!encoding) return part;
	const text = new TextDecoder(encoding).decode(part);
	return name.startsWith('word/') ? readableXml(text) : text;
}

function toReading(content: string, title: string | undefined): DocumentReading {
	const html = `<html><body>${content}</body></html>`;
	const { elements, depth } = sizeOf(html, { elements: mostElements, depth: deepest });
	if (depth > deepest) return tooDeep();
	if (elements > mostElements) return tooLarge('elements', mostElements);
	const { body } = parsePage(html);
	const heading = body.querySelector('h1');
	tidyNotes(body);
	return read({ text: htmlToMarkdown(body), format: 'markdown', mediaType: mediaTypes.docx, title: title ?? titleOf(heading) });
}

/** A note ends with an arrow back to its place in the text, which is no text of it. */
function tidyNotes(body: HtmlElement): void {
	for (const link of [...body.querySelectorAll('a[href^="#footnote-ref"], a[href^="#endnote-ref"]')]) link.remove();
}

function tooDeep(): DocumentReading {
	return failed('too_large', `The document's elements are nested more than ${deepest} deep.`, 'Save it as PDF or as text.');
}

function titleOf(heading: HtmlElement | null): string | undefined {
	return heading?.textContent?.replace(/\s+/g, ' ').trim().slice(0, mostTitle) || undefined;
}

/** As its author named it (ECMA-376, part 2, 11.1), where the part is there and says so. */
function titleIn(zip: ZipParts): string | undefined {
	const part = 'docProps/core.xml';
	if (!zip.has(part)) return undefined;
	const title = /<dc:title>([^<]{1,1000})<\/dc:title>/.exec(zip.read(part).toString('utf8'))?.[1];
	return (title && textOf(title).replace(/\s+/g, ' ').trim().slice(0, mostTitle)) || undefined;
}

function textOf(xml: string): string {
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
