import type { PageSpan } from '../../../../core/ports';
import type { Block } from './blocks';
import { madeWhole } from './join-lines';

export interface PageBlocks {
	number: number;
	blocks: Block[];
}

/** Of the size of most letters. */
const headingSize = 1.15;
const longestHeading = 200;
const deepestHeading = 4;

/** The text of all pages, with `#` before what is set larger than the rest, and where each page lies in it. */
export function composeText(pages: PageBlocks[]): { text: string; pages: PageSpan[]; title?: string } {
	const kept = withoutRepeated(pages).filter(({ blocks }) => blocks.length > 0);
	const levelOf = headingLevels(kept);
	const whole = madeWhole(kept.flatMap(({ blocks }) => blocks.map(({ text }) => text)));
	const spans: PageSpan[] = [];
	const written: string[] = [];
	let [length, title] = [0, undefined as string | undefined];
	for (const { number, blocks } of kept) {
		let start: number | undefined;
		for (const block of blocks) {
			const text = whole(block.text);
			// Kept in parts: a string that grows would be copied whole to look at its end.
			const [between, part] = [separator(written.at(-1), block, levelOf), asMarkdown(block.kind, text, levelOf(block))];
			start ??= length + between.length;
			written.push(between, part);
			length += between.length + part.length;
		}
		spans.push({ number, start: start!, end: length });
		if (number === 1) title = whole(titleIn(blocks, levelOf) ?? '') || undefined;
	}
	return { text: written.join(''), pages: spans, title };
}

/** What stands above or below the text of most pages is read once; the number of the page in it may differ. */
function withoutRepeated(pages: PageBlocks[]): PageBlocks[] {
	const usual = usualSize(pages.flatMap(({ blocks }) => blocks));
	const namesOf = (block: Block, page: number) => likenesses(block, block.size < headingSize * usual ? page : undefined);
	const counts = new Map<string, number>();
	for (const { number, blocks } of pages)
		for (const name of edgesOf(blocks).flatMap((block) => namesOf(block, number))) counts.set(name, (counts.get(name) ?? 0) + 1);
	const seen = new Set<string>();
	return pages.map(({ number, blocks }) => {
		const edges = new Set(edgesOf(blocks));
		return {
			number,
			blocks: blocks.filter((block) => {
				if (!edges.has(block)) return true;
				const name = namesOf(block, number).find((each) => counts.get(each)! >= 3 && counts.get(each)! > pages.length / 2);
				return name === undefined || (!seen.has(name) && seen.add(name) && /\p{L}/u.test(name));
			}),
		};
	});
}

function edgesOf(blocks: Block[]): Block[] {
	return [...new Set([blocks[0], blocks.at(-1)])].filter(
		(block): block is Block => block?.kind === 'paragraph' && block.text.length <= 200,
	);
}

/** More numbers than that are no header's, and longer ones no page's. */
const [mostNumbers, mostDigits] = [8, 6];

/**
 * The text; and for each number in it, the text with how far it is from the page's: alike where it counts the pages. A total or a date that
 * differs is what the page says. @param page undefined for a heading: one that counts on, such as "Day 2", is none that repeats
 */
function likenesses({ text }: Block, page: number | undefined): string[] {
	const plain = text.replace(/\s+/g, ' ');
	const numbers =
		page === undefined ? [] : [...new Set(plain.match(/\d+/g))].filter(({ length }) => length <= mostDigits).slice(0, mostNumbers);
	const counted = numbers.map((number) => plain.replace(/\d+/g, (each) => (each === number ? `#${Number(each) - page!}#` : each)));
	return [plain, ...counted];
}

/** Of most letters. */
function usualSize(blocks: Block[]): number {
	const letters = new Map<number, number>();
	for (const { kind, text, size } of blocks)
		if (kind === 'paragraph') letters.set(rounded(size), (letters.get(rounded(size)) ?? 0) + text.length);
	return [...letters].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/** From the largest size down; sizes hardly apart are one. Undefined for what is no heading. */
function headingLevels(pages: PageBlocks[]): (block: Block) => number | undefined {
	const blocks = pages.flatMap((page) => page.blocks).filter(({ kind }) => kind === 'paragraph');
	const usual = usualSize(blocks);
	const isHeading = ({ kind, text, size, lines }: Block) =>
		kind === 'paragraph' && rounded(size) >= headingSize * usual && text.length <= longestHeading && lines <= 3 && /\p{L}/u.test(text);
	const sizes = [...new Set(blocks.filter(isHeading).map(({ size }) => rounded(size)))].sort((one, other) => other - one);
	return (block) => (isHeading(block) ? Math.min(sizes.indexOf(rounded(block.size)) + 1, deepestHeading) : undefined);
}

function rounded(size: number): number {
	return Math.round(size * 2) / 2;
}

function asMarkdown(kind: Block['kind'], text: string, level: number | undefined): string {
	if (level) return `${'#'.repeat(level)} ${text}`;
	// What only looks like a heading or a fence is none.
	return kind === 'table' ? text : text.replace(/^(#{1,6}(?=\s|$)|```|~~~)/, '\\$1');
}

function separator(before: string | undefined, next: Block, levelOf: (block: Block) => number | undefined): string {
	if (before === undefined) return '';
	// A paragraph that the end of a page or of a column cut in two.
	const goesOn = next.kind === 'paragraph' && !levelOf(next) && /^\p{Ll}/u.test(next.text) && /[\p{L},;-]$/u.test(before.slice(-1));
	return goesOn ? '\n' : '\n\n';
}

function titleIn(blocks: Block[], levelOf: (block: Block) => number | undefined): string | undefined {
	return blocks.find((block) => levelOf(block) === 1)?.text;
}
