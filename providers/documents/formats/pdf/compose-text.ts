import type { PageSpan } from '../../../../core/ports/knowledge/document-reader';
import type { Block } from './blocks';
import { madeWhole } from './join-lines';

export interface PageBlocks {
	number: number;
	blocks: Block[];
}

const headingSize = 1.15;
const maxHeadingLength = 200;
const maxHeadingDepth = 4;

/** Adds `#` before larger text, and records the position of each page. */
export function composeText(pages: PageBlocks[]): { text: string; pages: PageSpan[]; title?: string } {
	const nonEmpty = withoutRepeated(pages).filter(({ blocks }) => blocks.length > 0);
	const levelOf = headingLevels(nonEmpty);
	const whole = madeWhole(nonEmpty.flatMap(({ blocks }) => blocks.map(({ text }) => text)));
	const spans: PageSpan[] = [];
	const written: string[] = [];
	let length = 0;
	let title = undefined as string | undefined;
	for (const { number, blocks } of nonEmpty) {
		let start: number | undefined;
		for (const block of blocks) {
			const text = whole(block.text);
			// Kept in parts: reading the end of a growing string would copy it.
			const between = separator(written.at(-1), block, levelOf);
			const part = asMarkdown(block.kind, text, levelOf(block));
			start ??= length + between.length;
			written.push(between, part);
			length += between.length + part.length;
		}
		spans.push({ number, start: start!, end: length });
		if (number === 1) title = whole(titleIn(blocks, levelOf) ?? '') || undefined;
	}
	return { text: written.join(''), pages: spans, title };
}

/** Min share of pages with a text at the same height: left and right pages, and chapters, differ. */
const sharedHeight = 0.2;
const maxEdge = 3;

/** Keeps a header or footer once: text that repeats on most pages, or on several at the same height. Its page number can differ. */
function withoutRepeated(pages: PageBlocks[]): PageBlocks[] {
	const usual = usualSize(pages.flatMap(({ blocks }) => blocks));
	const counts = new Map<string, number>();
	const names = (block: Block, page: number) => {
		const texts = likenesses(block, block.size < headingSize * usual ? page : undefined);
		return texts.map((text) => ({ text, placed: `${Math.round(block.base / 3)} ${text}` }));
	};
	const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
	for (const { number, blocks } of pages)
		for (const { text, placed } of selectEdges(blocks).flatMap((block) => names(block, number))) {
			count(text);
			count(placed);
		}
	const isRepeated = (name: string, share: number) => counts.get(name)! >= 3 && counts.get(name)! > share * pages.length;
	const seen = new Set<string>();
	return pages.map(({ number, blocks }) => {
		const edges = new Set(selectEdges(blocks));
		return {
			number,
			blocks: blocks.filter((block) => {
				if (!edges.has(block)) return true;
				const repeated = names(block, number).find(({ text, placed }) => isRepeated(text, 0.5) || isRepeated(placed, sharedHeight))?.text;
				return repeated === undefined || (!seen.has(repeated) && seen.add(repeated) && /\p{L}/u.test(repeated));
			}),
		};
	});
}

function selectEdges(blocks: Block[]): Block[] {
	return [...new Set([...blocks.slice(0, maxEdge), ...blocks.slice(-maxEdge)])].filter(
		({ kind, text }) => kind === 'paragraph' && text.length <= 200,
	);
}

const maxNumbers = 8;
const maxDigits = 6;

/**
 * Returns the text and, for each number, the text with its difference to the page number, equal if it counts pages. Other totals or dates are
 * content. @param page undefined for a heading: one that counts, such as "Day 2", does not repeat
 */
function likenesses({ text }: Block, page: number | undefined): string[] {
	const plain = text.replace(/\s+/g, ' ');
	const numbers =
		page === undefined ? [] : [...new Set(plain.match(/\d+/g))].filter(({ length }) => length <= maxDigits).slice(0, maxNumbers);
	const counted = numbers.map((number) => plain.replace(/\d+/g, (each) => (each === number ? `#${Number(each) - page!}#` : each)));
	return [plain, ...counted];
}

function usualSize(blocks: Block[]): number {
	const letters = new Map<number, number>();
	for (const { kind, text, size } of blocks)
		if (kind === 'paragraph') letters.set(rounded(size), (letters.get(rounded(size)) ?? 0) + text.length);
	return [...letters].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/** Levels by size, largest first; similar sizes count as one. Undefined if it is not a heading. */
function headingLevels(pages: PageBlocks[]): (block: Block) => number | undefined {
	const blocks = pages.flatMap((page) => page.blocks).filter(({ kind }) => kind === 'paragraph');
	const usual = usualSize(blocks);
	const isHeading = ({ kind, text, size, lines }: Block) =>
		kind === 'paragraph' && rounded(size) >= headingSize * usual && text.length <= maxHeadingLength && lines <= 3 && /\p{L}/u.test(text);
	const sizes = [...new Set(blocks.filter(isHeading).map(({ size }) => rounded(size)))].sort((one, other) => other - one);
	return (block) => (isHeading(block) ? Math.min(sizes.indexOf(rounded(block.size)) + 1, maxHeadingDepth) : undefined);
}

function rounded(size: number): number {
	return Math.round(size * 2) / 2;
}

function asMarkdown(kind: Block['kind'], text: string, level: number | undefined): string {
	if (level) return `${'#'.repeat(level)} ${text}`;
	return kind === 'table' ? text : text.replace(/^(#{1,6}(?=\s|$)|```|~~~)/, '\\$1');
}

function separator(before: string | undefined, next: Block, levelOf: (block: Block) => number | undefined): string {
	if (before === undefined) return '';
	const goesOn = next.kind === 'paragraph' && !levelOf(next) && /^\p{Ll}/u.test(next.text) && /[\p{L},;-]$/u.test(before.slice(-1));
	return goesOn ? '\n' : '\n\n';
}

function titleIn(blocks: Block[], levelOf: (block: Block) => number | undefined): string | undefined {
	return blocks.find((block) => levelOf(block) === 1)?.text;
}
