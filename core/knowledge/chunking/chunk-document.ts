import { TroupeError } from '../../base/errors';
import type { ChunkerStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentText, PageSpan } from '../../ports/knowledge/document-reader';
import type { DocumentChunk } from '../../ports/knowledge/stored-documents';
import { cutText, type ChunkSizes, type Span } from './cut-text';
import { readOutline, type Section } from '../../base/text/outline';
import { quartersPerToken, TokenRuler } from './token-ruler';

/** Fits models of 256 tokens, whose tokens are shorter than ours in Portuguese and in code. */
export const defaultSizes: ChunkSizes = { wantedTokens: 160, maximumTokens: 220, overlapTokens: 0 };

const chunkerVersion = 2;

/** Max tokens of any chunk, about 300 pages, even for a whole document. */
const maxTokens = 100_000;

export interface ChunkerOptions extends Partial<ChunkSizes> {
	/** Default `structure`. `semantic` needs places from semantic-places.ts; `whole` keeps documents up to 100,000 tokens. */
	method?: ChunkerStamp['method'];
	countTokens?: (text: string) => number;
}

/** @throws TroupeError INPUT_INVALID for invalid sizes */
export function chunkerStamp({ method = 'structure', ...sizes }: ChunkerOptions = {}): ChunkerStamp {
	const { wantedTokens, maximumTokens, overlapTokens } = { ...defaultSizes, ...defined(sizes) };
	const fits = wantedTokens >= 8 && maximumTokens >= wantedTokens && maximumTokens <= maxTokens && overlapTokens >= 0;
	if (!fits || overlapTokens > wantedTokens / 2 || ![wantedTokens, maximumTokens, overlapTokens].every(Number.isInteger))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `Invalid chunk size: ${wantedTokens} tokens, max ${maximumTokens}, overlap ${overlapTokens}.`,
			fix: 'Use whole numbers: a size of at least 8 tokens, a max from that size to 100,000, and an overlap of at most half the size.',
			details: { wantedTokens, maximumTokens, overlapTokens },
		});
	return { method, wantedTokens, maximumTokens, overlapTokens, version: chunkerVersion };
}

/** `text.slice(start, end) === chunk.text`, in order, none blank. @param places for the semantic method, ascending: where the subject changes */
export function chunkDocument(
	document: DocumentText,
	options: ChunkerOptions = {},
	places?: ArrayLike<number>,
): Array<Omit<DocumentChunk, 'id'>> {
	const stamp = chunkerStamp(options);
	const outline = readOutline(document);
	const ruler = new TokenRuler(document.text);
	const spans = cutWithinCount(document.text, cutSpans(document.text, outline, stamp, ruler, places), stamp, ruler, options.countTokens);
	const pageOf = pageFinder(document.pages);
	const headingsOf = createHeadingFinder(outline);
	return spans.map((span, ordinal) => {
		return {
			ordinal,
			text: document.text.slice(span.start, span.end),
			...span,
			page: pageOf(span.start),
			headingPath: headingsOf(span),
			tokens: Math.ceil(ruler.quarters(span.start, span.end) / quartersPerToken),
		};
	});
}

function cutSpans(text: string, outline: Section[], stamp: ChunkerStamp, ruler: TokenRuler, strong?: ArrayLike<number>): Span[] {
	const whole = { start: 0, end: text.length };
	switch (stamp.method) {
		case 'whole':
			return text.trim() === '' ? [] : cutWhole(text, whole, ruler);
		case 'recursive':
			return cutText(text, whole, stamp, { ruler });
		case 'structure':
		case 'semantic':
			return joinSmall(outline, ruler, stamp).flatMap((span) => cutText(text, span, stamp, { ruler, strong }));
	}
}

/** A too long document is cut: everyone who finds a chunk loads its text into memory. */
function cutWhole(text: string, whole: Span, ruler: TokenRuler): Span[] {
	if (ruler.quarters(0, text.length) <= maxTokens * quartersPerToken) return [whole];
	return cutText(text, whole, { wantedTokens: maxTokens, maximumTokens: maxTokens, overlapTokens: 0 }, { ruler });
}

function joinSmall(outline: Section[], ruler: TokenRuler, { wantedTokens }: ChunkSizes): Span[] {
	const most = wantedTokens * quartersPerToken;
	const joined: Span[] = [];
	let highest = 0;
	let size = 0;
	for (const { start, end, level } of outline) {
		const cost = end - start > most ? Infinity : ruler.quarters(start, end);
		const last = joined.at(-1);
		if (last && size + cost <= most && level >= highest) {
			last.end = end;
			size += cost;
		} else {
			joined.push({ start, end });
			[highest, size] = [level, cost];
		}
	}
	return joined;
}

function cutWithinCount(
	text: string,
	spans: Span[],
	stamp: ChunkerStamp,
	ruler: TokenRuler,
	countTokens: ChunkerOptions['countTokens'],
): Span[] {
	if (!countTokens || stamp.method === 'whole') return spans;
	return spans.flatMap((span) => {
		const counted = countTokens(text.slice(span.start, span.end));
		if (counted <= stamp.maximumTokens) return [span];
		const tokens = ruler.quarters(span.start, span.end) / quartersPerToken;
		const maximumTokens = Math.max(1, Math.floor((0.95 * tokens * stamp.maximumTokens) / counted));
		const pieces = cutText(text, span, { wantedTokens: maximumTokens, maximumTokens, overlapTokens: 0 }, { ruler });
		return pieces.length > 1 ? cutWithinCount(text, pieces, stamp, ruler, countTokens) : pieces;
	});
}

function pageFinder(pages: PageSpan[] = []): (place: number) => number | undefined {
	return (place) => (pages.length === 0 ? undefined : pages[findLastSpan(pages, place)]?.number);
}

function createHeadingFinder(outline: Section[]): (span: Span) => string[] {
	return ({ start, end }) => {
		let index = findLastSpan(outline, start);
		let path = outline[index]?.headingPath ?? [];
		while (path.length > 0 && ++index < outline.length && outline[index]!.start < end)
			path = sharedStart(path, outline[index]!.headingPath);
		return path;
	};
}

function sharedStart(a: string[], b: string[]): string[] {
	const length = a.findIndex((heading, level) => heading !== b[level]);
	return length < 0 ? a : a.slice(0, length);
}

function findLastSpan(spans: readonly Span[], place: number): number {
	let low = 0;
	let high = spans.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (spans[middle]!.start <= place) low = middle;
		else high = middle - 1;
	}
	return low;
}

function defined<Options extends object>(options: Options): Partial<Options> {
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<Options>;
}
