import { getDocumentProxy } from 'unpdf';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { mediaTypes } from '../shared/detect-type';
import { type Block, groupBlocks } from './blocks';
import { composeText, type PageBlocks } from './compose-text';
import { orderParts } from './reading-order';
import { joinSegments, type TextItem } from './segments';
import { failed, type OnPage, read, tooLarge } from '../shared/reading';

interface Annotation {
	subtype?: string;
	fieldType?: string;
	fieldValue?: unknown;
	rect?: number[];
	hidden?: boolean;
	noView?: boolean;
	password?: boolean;
	checkBox?: boolean;
	radioButton?: boolean;
	buttonValue?: string;
	exportValue?: string;
	contentsObj?: { str?: string };
	defaultAppearanceData?: { fontSize?: number };
}

const maxFields = 5_000;
const maxLines = 1_000;

/** Filled-in text, which PDF.js leaves to viewers. Hidden notes are not text of the document. */
function filledIn(annotations: Annotation[]): TextItem[] {
	return annotations
		.slice(0, maxFields)
		.filter(({ hidden, noView }) => !hidden && !noView)
		.flatMap((annotation) => toLines(annotation, readFieldText(annotation)));
}

function readFieldText(annotation: Annotation): string {
	const { subtype, fieldType, fieldValue, password, checkBox, radioButton } = annotation;
	if (subtype === 'FreeText') return annotation.contentsObj?.str ?? '';
	if (subtype !== 'Widget' || password) return '';
	if (checkBox) return fieldValue && fieldValue !== 'Off' && fieldValue === (annotation.exportValue ?? fieldValue) ? '[x]' : '[ ]';
	if (radioButton) return fieldValue && fieldValue === annotation.buttonValue ? '[x]' : '[ ]';
	if (fieldType !== 'Tx' && fieldType !== 'Ch') return '';
	return (Array.isArray(fieldValue) ? fieldValue : [fieldValue]).filter((value) => typeof value === 'string').join(', ');
}

/** Lines start at the top; a single line is centred in its field. */
function toLines({ rect = [], defaultAppearanceData }: Annotation, text: string): TextItem[] {
	const [left, lower, right, upper] = rect as [number, number, number, number];
	const lines = text.split(/\r\n?|\n/, maxLines);
	if (text.trim() === '' || ![left, lower, right, upper].every(Number.isFinite)) return [];
	const size = Math.min(defaultAppearanceData?.fontSize || 10, upper - lower) || 10;
	const first = lines.length === 1 ? (lower + upper) / 2 - 0.35 * size : upper - size;
	return lines.map((str, line) => ({
		str,
		transform: [size, 0, 0, size, left, first - line * 1.2 * size],
		width: Math.min(right - left, 0.5 * size * str.length),
	}));
}

interface XfaNode {
	name?: string;
	value?: string | null;
	attributes?: { value?: unknown; textContent?: unknown; type?: unknown; checked?: unknown; class?: unknown };
	children?: Array<XfaNode | null>;
}

const unplaced = { transform: [10, 0, 0, 10, 0, 0], width: 0 };

/** Texts and labelled fields in reading order, without positions (XFA 3.3). */
function readXfa(root: XfaNode | null): TextItem[] {
	return collect(root, isField).flatMap((node) => {
		const text = isField(node) ? collect(node).map(readNode).filter(Boolean).join(' ') : readNode(node);
		return text.trim() === '' ? [] : [{ str: text, ...unplaced }];
	});
}

function isField({ attributes }: XfaNode): boolean {
	return Array.isArray(attributes?.class) && attributes.class.includes('xfaField');
}

function collect(root: XfaNode | null, isWhole = (_node: XfaNode) => false): XfaNode[] {
	const nodes: XfaNode[] = [];
	for (const pending = [root]; pending.length > 0;) {
		const node = pending.pop();
		if (!node) continue;
		nodes.push(node);
		if (node.name !== 'select' && !isWhole(node)) pending.push(...(node.children ?? []).toReversed());
	}
	return nodes;
}

function readNode({ name, value, attributes = {}, children = [] }: XfaNode): string {
	if (attributes.type === 'password') return '';
	if (attributes.type === 'checkbox' || attributes.type === 'radio') return attributes.checked ? '[x]' : '[ ]';
	if (name === 'select') {
		const chosen = children.filter((option) => (option?.attributes as { selected?: unknown } | undefined)?.selected);
		return chosen.map((option) => option?.value ?? '').join(', ');
	}
	const text = value ?? attributes.value ?? attributes.textContent;
	return typeof text === 'string' ? text : '';
}

function xfaBlocks(items: TextItem[]): Block[] {
	return items.map(({ str }) => ({ kind: 'paragraph', text: str.replace(/\s+/g, ' ').trim(), size: 10, base: 0, lines: 1 }));
}

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
