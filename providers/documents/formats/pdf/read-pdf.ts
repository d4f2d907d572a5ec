import { getDocumentProxy } from 'unpdf';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { mediaTypes } from '../shared/detect-type';
import { type Block, groupBlocks } from './blocks';
import { composeText, type PageBlocks } from './compose-text';
import { type Annotation, filledIn } from './fields';
import { readXfa, xfaBlocks } from './xfa';
import { orderParts } from './reading-order';
import { joinSegments, type TextItem } from './segments';
import { failed, type OnPage, read, tooLarge } from '../shared/reading';

const maxPages = 20_000;
const maxCharacters = 64 * 1024 * 1024;
const maxItemsPerPage = 100_000;
const maxTitle = 300;
/** Max page numbers listed as empty; further ones are counted. */
const maxEmptyPageNumbers = 100;
const pagesBetweenCleaning = 50;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Reads columns one after the other, tables as Markdown, headings by letter size. */
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
		return await load(bytes, true);
	} catch (error) {
		if ((error as Error).name === 'PasswordException')
			return failed('needs_password', 'The PDF is encrypted with a password.', 'Save it without a password.');
		const withoutXfa = await load(bytes, false).catch(() => undefined);
		await withoutXfa?.loadingTask.destroy();
		return withoutXfa
			? failed('unsupported_type', 'The PDF is an XFA form that cannot be laid out.', 'Open it in Adobe Acrobat and print it to a PDF.')
			: failed('corrupt', 'The PDF is damaged: it cannot be opened.', 'Open it in a PDF program and save it again.');
	}
}

function load(bytes: Uint8Array, enableXfa: boolean): Promise<Pdf> {
	// PDF.js takes the whole buffer: of a Buffer this is the pool, and it is gone after a failure.
	const data = new Uint8Array(bytes);
	return getDocumentProxy(data, { verbosity: 0, disableFontFace: true, useSystemFonts: false, maxImageSize: 1, enableXfa });
}

/** Releases each page: fonts and pictures take many times the size of its text. */
async function readPages(pdf: Pdf, onPage: OnPage): Promise<PageBlocks[] | Extract<DocumentReading, { kind: 'failed' }>> {
	const pages: PageBlocks[] = [];
	let characters = 0;
	for (let number = 1; number <= pdf.numPages; number += 1) {
		onPage(number);
		const blocks = await readPage(pdf, number);
		if ('kind' in blocks) return blocks;
		characters += blocks.reduce((sum, { text }) => sum + text.length, 0);
		if (characters > maxCharacters) return failed('too_large', `The PDF has more than ${maxCharacters} characters.`, 'Split it.');
		pages.push({ number, blocks });
		// Otherwise fonts and parsed objects stay.
		if (number % pagesBetweenCleaning === 0) await pdf.cleanup();
	}
	onPage();
	return pages;
}

/** No blocks for a picture, or letters without a character map. */
async function readPage(pdf: Pdf, number: number): Promise<Block[] | Extract<DocumentReading, { kind: 'failed' }>> {
	const items = await readItems(pdf, number);
	if (!items)
		return failed('corrupt', `The PDF is damaged: its page ${number} cannot be read.`, 'Open it in a PDF program and save it again.');
	const { texts, viewport } = items;
	if (texts.length > maxItemsPerPage)
		return failed('too_large', `Page ${number} of the PDF has more than ${maxItemsPerPage} pieces of text.`, 'Split it.');
	if (!isLegible(texts)) return [];
	return pdf.isPureXfa ? xfaBlocks(texts) : orderParts(joinSegments(texts, viewport)).flatMap(groupBlocks);
}

async function readItems(pdf: Pdf, number: number): Promise<{ texts: TextItem[]; viewport: number[] } | undefined> {
	try {
		const page = await pdf.getPage(number);
		const viewport = page.getViewport({ scale: 1 }).transform;
		if (pdf.isPureXfa) return { texts: readXfa(await page.getXfa()), viewport };
		const { items } = await page.getTextContent();
		const filled = filledIn((await page.getAnnotations()) as Annotation[]);
		page.cleanup();
		return { texts: [...items.filter((item) => 'str' in item), ...filled], viewport };
	} catch (error) {
		// Too deep for the stack, or too long for a string: read-document.ts reports it.
		if (error instanceof RangeError) throw error;
		return undefined;
	}
}

async function readTitle(pdf: Pdf): Promise<string | undefined> {
	const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
	const { Title: title } = info as { Title?: unknown };
	// Ignores file names and "untitled": the first heading is better.
	return typeof title === 'string' && !/\.\w{2,5}$|^(untitled|microsoft word|\(?(anonymous|unspecified)\)?$)/i.test(title.trim())
		? title.trim().slice(0, maxTitle)
		: undefined;
}

function toReading(pages: PageBlocks[], named: string | undefined): DocumentReading {
	const { text, pages: spans, title } = composeText(pages);
	if (!/[\p{L}\p{N}]/u.test(text))
		return failed(
			'no_text_layer',
			'The PDF contains no text that can be read: only pictures of pages, or letters without a character map.',
			'Run OCR on it and ingest the result.',
		);
	const empty = pages.filter(({ blocks }) => blocks.length === 0).map(({ number }) => number);
	return read({
		text,
		format: 'markdown',
		mediaType: mediaTypes.pdf,
		title: named || title,
		pages: spans,
		...(empty.length > 0 && { emptyPages: empty.length, emptyPageNumbers: empty.slice(0, maxEmptyPageNumbers) }),
	});
}

/** Neutral: dot leaders, rules, bullets and formulas. */
const neutral = /[\s.,_\-–—…·•|=+<>×÷−≤≥°]/gu;
const letter = /[\p{L}\p{M}\p{N}]/gu;
const fewestJudged = 120;
const fewestLetters = 0.6;

/** Fonts without a character map yield private or control characters, or a cipher of letters and marks. */
function isLegible(items: TextItem[]): boolean {
	const text = items.map(({ str }) => str).join(' ');
	const unknown = text.match(/[\ue000-\uf8ff\ufffd]/g)?.length ?? 0;
	// oxlint-disable-next-line no-control-regex -- these are looked for
	const control = text.match(/[\0-\x08\x0b\x0c\x0e-\x1f]/g)?.length ?? 0;
	if (unknown + control >= text.length / 4 || control > text.length / 20) return false;
	const judged = text.replaceAll(neutral, '');
	return judged.length < fewestJudged || (judged.match(letter)?.length ?? 0) > judged.length * fewestLetters;
}
