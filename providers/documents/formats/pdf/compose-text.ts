import type { PageSpan } from '../../../../core/ports';
import type { Block } from './blocks';

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
	const spans: PageSpan[] = [];
	const written: string[] = [];
	let [length, title] = [0, undefined as string | undefined];
	for (const { number, blocks } of kept) {
		let start: number | undefined;
		for (const block of blocks) {
			// Kept in parts: a string that grows would be copied whole to look at its end.
			const [between, part] = [separator(written.at(-1), block, levelOf), asMarkdown(block, levelOf(block))];
			start ??= length + between.length;
			written.push(between, part);
			length += between.length + part.length;
		}
		spans.push({ number, start: start!, end: length });
		if (number === 1) title = titleIn(blocks, levelOf);
	}
	return { text: written.join(''), pages: spans, title };
}

/** What stands above or below the text of most pages, but for its number, is read once. */
function withoutRepeated(pages: PageBlocks[]): PageBlocks[] {
	const counts = new Map<string, number>();
	for (const { blocks } of pages) for (const block of edgesOf(blocks)) counts.set(likeness(block), (counts.get(likeness(block)) ?? 0) + 1);
	const seen = new Set<string>();
	return pages.map(({ number, blocks }) => {
		const edges = new Set(edgesOf(blocks));
		return {
			number,
			blocks: blocks.filter((block) => {
				const name = likeness(block);
				if (!edges.has(block) || counts.get(name)! < 3 || counts.get(name)! <= pages.length / 2) return true;
				return !seen.has(name) && seen.add(name) && /\p{L}/u.test(name);
			}),
		};
	});
}

function edgesOf(blocks: Block[]): Block[] {
	return [...new Set([blocks[0], blocks.at(-1)])].filter(
		(block): block is Block => block?.kind === 'paragraph' && block.text.length <= 200,
	);
}

function likeness({ text }: Block): string {
	return text.replace(/\d+/g, '#').replace(/\s+/g, ' ');
}

/** From the largest size down; sizes hardly apart are one. Undefined for what is no heading. */
function headingLevels(pages: PageBlocks[]): (block: Block) => number | undefined {
	const letters = new Map<number, number>();
	const blocks = pages.flatMap((page) => page.blocks).filter(({ kind }) => kind === 'paragraph');
	for (const { text, size } of blocks) letters.set(rounded(size), (letters.get(rounded(size)) ?? 0) + text.length);
	const usual = [...letters].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
	const isHeading = ({ kind, text, size, lines }: Block) =>
		kind === 'paragraph' && rounded(size) >= headingSize * usual && text.length <= longestHeading && lines <= 3 && /\p{L}/u.test(text);
	const sizes = [...new Set(blocks.filter(isHeading).map(({ size }) => rounded(size)))].sort((one, other) => other - one);
	return (block) => (isHeading(block) ? Math.min(sizes.indexOf(rounded(block.size)) + 1, deepestHeading) : undefined);
}

function rounded(size: number): number {
	return Math.round(size * 2) / 2;
}

function asMarkdown({ kind, text }: Block, level: number | undefined): string {
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
