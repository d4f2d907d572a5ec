/** A stretch of a text, in UTF-16 code units. */
export interface Span {
	start: number;
	end: number;
}

const TERMINATOR = /[.!?…。！？]/;
const CLOSER = /["'”’»)\]*_]/;
/** A full stop behind these ends nothing. */
const ABBREVIATION =
	/(?:^|[^\p{L}\p{N}])(?:sra?s?|dra?s?|profa?|eng|exm[oa]|av|tel|cel|ex|obs|págs?|pags?|art|aprox|mín|máx|min|max|vol|fig|cap|nº|núm|num|séc|mr|mrs|ms|st|vs|approx|est|dept|[ap]\.m|e\.g|i\.e)$/iu;
/** So is one behind a single capital, `R. das Flores`. */
const INITIAL = /(?:^|[^\p{L}\p{N}])\p{Lu}$/u;
const LONGEST_ABBREVIATION = 8;
/** The number of a line in a list: `1. `. */
const LIST_NUMBER = /^\s*\d{1,3}$/;

/** The sentences of a text; together they cover it: each has the space behind it. A line break ends one too. */
export function splitSentences(text: string): Span[] {
	const spans: Span[] = [];
	let start = 0;
	for (let end = endOfSentence(text, 0); end !== undefined; end = endOfSentence(text, start)) {
		spans.push({ start, end });
		start = end;
	}
	if (start < text.length) spans.push({ start, end: text.length });
	return spans;
}

/**
 * Where the sentence that starts at `start` ends, behind its space. It is decided by what stands before that place and by the
 * one character behind it: a stream can tell as soon as it has seen that. Undefined while the text may still go on with it.
 */
export function endOfSentence(text: string, start: number): number | undefined {
	for (let at = endOfSpace(text, start); at < text.length; at += 1) {
		if (text[at] === '\n') return whole(text, endOfSpace(text, at));
		if (!TERMINATOR.test(text[at] ?? '')) continue;
		const behind = endOfMarks(text, at + 1);
		const goesOn = behind === at + 1 && text[at] === '.' && isAbbreviation(text, start, at);
		if (/\s/.test(text[behind] ?? '') && !goesOn) return whole(text, endOfSpace(text, behind));
		at = behind - 1;
	}
	return undefined;
}

function whole(text: string, end: number): number | undefined {
	return end < text.length ? end : undefined;
}

function endOfMarks(text: string, from: number): number {
	let at = from;
	while (at < text.length && (TERMINATOR.test(text[at] ?? '') || CLOSER.test(text[at] ?? ''))) at += 1;
	return at;
}

function endOfSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
	return at;
}

function isAbbreviation(text: string, start: number, at: number): boolean {
	const before = text.slice(Math.max(start, at - LONGEST_ABBREVIATION), at);
	const isListNumber = at - start <= LONGEST_ABBREVIATION && LIST_NUMBER.test(before);
	return isListNumber || ABBREVIATION.test(before) || INITIAL.test(before);
}
