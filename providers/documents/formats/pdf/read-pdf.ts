import { getDocumentProxy } from 'unpdf';
import type { DocumentReading } from '../../../../core/ports';
import { mediaTypes } from '../shared/detect-type';
import { groupBlocks } from './blocks';
import { composeText, type PageBlocks } from './compose-text';
import { type Annotation, filledIn } from './fields';
import { orderParts } from './reading-order';
import { joinSegments, type TextItem } from './segments';
import { failed, type OnPage, read, tooLarge } from '../shared/reading';

const maxPages = 20_000;
const maxCharacters = 64 * 1024 * 1024;
const maxItemsPerPage = 100_000;
const maxTitle = 300;
const pagesBetweenCleaning = 50;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Reads the text of a PDF with its pages: columns one after the other, tables as Markdown, headings by letter size. */
export async function readPdf(bytes: Uint8Array, onPage: OnPage): Promise<DocumentReading> {
	const pdf = await open(bytes);
	if ('kind' in pdf) return pdf;
	try {
		if (pdf.numPages > maxPages) return tooLarge('pages', maxPages);
		const pages = await readPages(pdf, onPage);
		return 'kind' in pages ? pages : toReading(pages, await readTitle(pdf));
	} finally {
		await pdf.loadingTask.destroy();
	}
}

async function open(bytes: Uint8Array): Promise<Pdf | Extract<DocumentReading, { kind: 'failed' }>> {
	try {
		// For a Buffer, it would take the whole pool.
		const data = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		return await getDocumentProxy(data, {
			verbosity: 0,
			disableFontFace: true,
			useSystemFonts: false,
			maxImageSize: 1,
		});
	} catch (error) {
		const { name } = error as Error;
		if (name === 'PasswordException')
			return failed('needs_password', 'The PDF is encrypted with a password.', 'Save it without a password.');
		return failed('corrupt', 'The PDF is damaged: it cannot be opened.', 'Open it in a PDF program and save it again.');
	}
}

/** Reads one page at a time and releases it: its fonts and pictures take many times the size of its text. */
async function readPages(pdf: Pdf, onPage: OnPage): Promise<PageBlocks[] | Extract<DocumentReading, { kind: 'failed' }>> {
	const pages: PageBlocks[] = [];
	let characters = 0;
	for (let number = 1; number <= pdf.numPages; number += 1) {
		onPage(number);
		const items = await readItems(pdf, number);
		if (!items)
			return failed('corrupt', `The PDF is damaged: its page ${number} cannot be read.`, 'Open it in a PDF program and save it again.');
		if (items.texts.length > maxItemsPerPage)
			return failed('too_large', `Page ${number} of the PDF has more than ${maxItemsPerPage} pieces of text.`, 'Split it.');
		const blocks = orderParts(joinSegments(items.texts, items.viewport)).flatMap(groupBlocks);
		characters += blocks.reduce((sum, { text }) => sum + text.length, 0);
		if (characters > maxCharacters) return failed('too_large', `The PDF has more than ${maxCharacters} characters.`, 'Split it.');
		pages.push({ number, blocks });
		// Otherwise fonts and parsed objects stay for other pages.
		if (number % pagesBetweenCleaning === 0) await pdf.cleanup();
	}
	onPage();
	return pages;
}

async function readItems(pdf: Pdf, number: number): Promise<{ texts: TextItem[]; viewport: number[] } | undefined> {
	try {
		const page = await pdf.getPage(number);
		const { items } = await page.getTextContent();
		const filled = filledIn((await page.getAnnotations()) as Annotation[]);
		const viewport = page.getViewport({ scale: 1 }).transform;
		page.cleanup();
		return { texts: [...items.filter((item) => 'str' in item), ...filled], viewport };
	} catch (error) {
		// Too deep for the stack, or longer than a string can be: read-document.ts reports it.
		if (error instanceof RangeError) throw error;
		return undefined;
	}
}

async function readTitle(pdf: Pdf): Promise<string | undefined> {
	const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
	const { Title: title } = info as { Title?: unknown };
	// Programs write the file name or "untitled" there, which is less useful than the first heading.
	return typeof title === 'string' && !/\.\w{2,5}$|^(untitled|microsoft word|\(?(anonymous|unspecified)\)?$)/i.test(title.trim())
		? title.trim().slice(0, maxTitle)
		: undefined;
}

function toReading(pages: PageBlocks[], named: string | undefined): DocumentReading {
	const { text, pages: spans, title } = composeText(pages);
	if (!isLegible(text))
		return failed('no_text_layer', 'The PDF contains images of pages but no text.', 'Run OCR on it and ingest the result.');
	const emptyPages = pages.filter(({ blocks }) => blocks.length === 0).length;
	return read({
		text,
		format: 'markdown',
		mediaType: mediaTypes.pdf,
		title: named || title,
		pages: spans,
		...(emptyPages > 0 && { emptyPages }),
	});
}

/** Whether a text is unreadable: letters of fonts without a character map become private or control characters. */
function isLegible(text: string): boolean {
	let unknown = 0;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if ((code < 0x20 && code !== 0x0a) || (code >= 0xe000 && code <= 0xf8ff) || code === 0xfffd) unknown += 1;
	}
	return unknown < text.length / 4 && /[\p{L}\p{N}]/u.test(text);
}
