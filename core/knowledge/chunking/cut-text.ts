import { quartersPerToken, TokenRuler } from './token-ruler';

/** Class of a UTF-16 code unit, for cutting. */
const Kind = { other: 0, space: 1, newline: 2, stop: 3, closer: 4, joined: 5 } as const;

const kinds = buildKinds();

function classify(code: number): number {
	return kinds[code]!;
}

function buildKinds(): Uint8Array {
	const table = new Uint8Array(0x10000);
	const mark = (characters: string, kind: number) => {
		for (const character of characters) table[character.charCodeAt(0)] = kind;
	};
	mark(' \t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff', Kind.space);
	mark('\n\r\u2028\u2029', Kind.newline);
	mark('.!?…。！？', Kind.stop);
	mark('"\')]}”’»*_', Kind.closer);
	// Belongs to the character before it: accents, halves of a pair, variants, joiners.
	table.fill(Kind.joined, 0x300, 0x370).fill(Kind.joined, 0xdc00, 0xe000).fill(Kind.joined, 0xfe00, 0xfe10);
	table[0x200d] = Kind.joined;
	return table;
}

function isBlank(code: number): boolean {
	const kind = kinds[code]!;
	return kind === Kind.space || kind === Kind.newline;
}

function trimSpan(text: string, start: number, end: number): { start: number; end: number } {
	while (start < end && isBlank(text.charCodeAt(start))) start += 1;
	while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
	return { start, end };
}

function splitsCharacter(text: string, place: number): boolean {
	const code = text.charCodeAt(place);
	const skinTone = code === 0xd83c && text.charCodeAt(place + 1) >= 0xdffb;
	return skinTone || kinds[code] === Kind.joined || text.charCodeAt(place - 1) === 0x200d;
}

export interface Span {
	start: number;
	end: number;
}

export interface ChunkSizes {
	/** Target: as many whole paragraphs as fit. */
	wantedTokens: number;
	maximumTokens: number;
	overlapTokens: number;
}

interface Aids {
	ruler?: TokenRuler;
	strong?: ArrayLike<number>;
}

/** Min share of the target, even if there is a better place before. */
const leastFill = 0.5;
/** Longer runs of accents and joiners are not real characters. */
const maxCharacterLength = 16;

/**
 * Pieces without surrounding space, in order. Reads only as far as a piece can reach, so the time is linear. Pieces overlap only by the overlap and
 * omit the space between. The best place is a strong one, then between paragraphs, after a sentence or before a row or an item, a line, a word.
 */
export function cutText(
	text: string,
	{ start, end }: Span,
	sizes: ChunkSizes,
	{ ruler = new TokenRuler(text), strong = [] }: Aids = {},
): Span[] {
	const [target, max, overlap] = [sizes.wantedTokens, sizes.maximumTokens, sizes.overlapTokens].map((tokens) => tokens * quartersPerToken);
	const spans: Span[] = [];
	let from = start;
	let place = start;
	let nextStrong = 0;
	for (;;) {
		while (from < end && isBlank(text.charCodeAt(from))) from += 1;
		const last = ruler.reach(from, end, max!);
		const ideal = ruler.reach(from, last, target!);
		if (ideal >= end) break;
		const least = ruler.reach(from, ideal, target! * leastFill);
		const first = Math.max(least, place + 1);
		while (nextStrong < strong.length && strong[nextStrong]! < first) nextStrong += 1;
		const best = choosePlace(text, first, ideal, last, strong, nextStrong);
		if (best === undefined && last >= end) break;
		place = best ?? chooseLesserPlace(text, Math.max(from, place) + 1, first, last);
		const span = trimSpan(text, from, place);
		// A chunk with an overlap would otherwise end in this space, with nothing that the chunk before it does not have.
		while (place < end && isBlank(text.charCodeAt(place))) place += 1;
		if (span.end > span.start) spans.push(span);
		from =
			overlap! > 0 ? findOverlapStart(text, Math.max(span.start + 1, reachBackwards(ruler, span.start, place, overlap!)), place) : place;
	}
	const rest = trimSpan(text, from, end);
	if (rest.end > Math.max(rest.start, spans.at(-1)?.end ?? start)) spans.push(rest);
	return spans;
}

/** The last place up to `ideal`, else the first one after it. */
function choosePlace(
	text: string,
	first: number,
	ideal: number,
	last: number,
	strong: ArrayLike<number>,
	nextStrong: number,
): number | undefined {
	let best: number | undefined;
	const consider = (place: number) => {
		if (place < first || place > last) return;
		if (best === undefined || (place <= ideal && (best > ideal || place > best)) || (place > ideal && place < best)) best = place;
	};
	for (let index = nextStrong; index < strong.length && strong[index]! <= last; index += 1) consider(strong[index]!);
	if (best !== undefined) return best;
	const window = text.slice(first - 1, last);
	for (let newline = window.indexOf('\n'); newline >= 0;) {
		const run = blankRun(text, first - 1 + newline, last);
		if (run.newlines > 1) consider(run.end);
		newline = window.indexOf('\n', run.end - (first - 1));
	}
	return best;
}

/** After a sentence or before an item, else a line, else a word. If all are too early, the last word. */
function chooseLesserPlace(text: string, lowest: number, first: number, last: number): number {
	let line: number | undefined;
	let word: number | undefined;
	for (let index = last; index >= lowest; index -= 1) {
		if (index < first && (line ?? word) !== undefined) break;
		if (isBlank(text.charCodeAt(index)) || !isBlank(text.charCodeAt(index - 1))) continue;
		const { start, newlines } = blankRunBefore(text, index, lowest);
		if (index < first) return index;
		if (endsSentence(text, start) || (newlines > 0 && startsItem(text, index))) return index;
		if (newlines > 0) line ??= index;
		word ??= index;
		index = Math.max(start, lowest);
	}
	return line ?? word ?? withoutParting(text, lowest, last);
}

function withoutParting(text: string, lowest: number, place: number): number {
	let back = place;
	while (back > lowest && place - back < maxCharacterLength && splitsCharacter(text, back)) back -= 1;
	return splitsCharacter(text, back) ? place : back;
}

function blankRun(text: string, place: number, last: number): { end: number; newlines: number } {
	let start = place;
	let end = place;
	let newlines = 0;
	while (start > 0 && place - start < 200 && isBlank(text.charCodeAt(start - 1))) newlines += text.charCodeAt(--start) === 0x0a ? 1 : 0;
	while (end < last && isBlank(text.charCodeAt(end))) newlines += text.charCodeAt(end++) === 0x0a ? 1 : 0;
	return { end, newlines };
}

function blankRunBefore(text: string, place: number, lowest: number): { start: number; newlines: number } {
	let start = place;
	let newlines = 0;
	while (start > lowest && isBlank(text.charCodeAt(start - 1))) newlines += classify(text.charCodeAt(--start)) === Kind.newline ? 1 : 0;
	return { start, newlines };
}

function endsSentence(text: string, end: number): boolean {
	let index = end - 1;
	while (end - index < 4 && classify(text.charCodeAt(index)) === Kind.closer) index -= 1;
	return classify(text.charCodeAt(index)) === Kind.stop;
}

/** `- item`, `1. item`, `| cell`, `# heading`, `> quote`. */
function startsItem(text: string, place: number): boolean {
	return /^(?:[|#>]|[-*+•][ \t]|\d{1,3}[.)][ \t])/.test(text.slice(place, place + 6));
}

/** First sentence from `lowest`, else the first word; `place` if not even a word fits. */
function findOverlapStart(text: string, lowest: number, place: number): number {
	let word: number | undefined;
	for (let index = lowest; index < place; index += 1) {
		if (isBlank(text.charCodeAt(index)) || !isBlank(text.charCodeAt(index - 1))) continue;
		word ??= index;
		if (endsSentence(text, blankRunBefore(text, index, lowest - 1).start)) return index;
	}
	return word ?? place;
}

/** The text up to `place` stays within this many quarters. */
function reachBackwards(ruler: TokenRuler, lowest: number, place: number, quarters: number): number {
	let start = Math.max(lowest, place - quarters);
	while (start < place && ruler.quarters(start, place) > quarters)
		start += 1 + Math.floor((ruler.quarters(start, place) - quarters) / quartersPerToken);
	return start;
}
