/** In UTF-16 code units. */
export interface Span {
	start: number;
	end: number;
}

export function mergeSpans(spans: Span[]): Span[] {
	const result: Span[] = [];
	for (const span of spans.sort((one, other) => one.start - other.start)) {
		const last = result.at(-1);
		if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
		else result.push({ ...span });
	}
	return result;
}

const terminator = /[.!?…。！？]/;
const closer = /["'”’»)\]*_]/;
/** A full stop after these does not end a sentence. */
const abbreviation =
	/(?:^|[^\p{L}\p{N}])(?:sra?s?|dra?s?|profa?|eng|exm[oa]|av|tel|cel|ex|obs|págs?|pags?|art|aprox|mín|máx|min|max|vol|fig|cap|nº|núm|num|séc|mr|mrs|ms|st|vs|approx|est|dept|[ap]\.m|e\.g|i\.e)$/iu;
/** Nor does one after a single capital, `R. das Flores`. */
const initial = /(?:^|[^\p{L}\p{N}])\p{Lu}$/u;
const maxAbbreviationLength = 8;
/** `[1][2]`, and the beginning of a further one at the end of the text. */
const citations = /(?:[ \t]*\[\d{1,3}\])*(?:[ \t]*(\[\d{0,3})$)?/y;
/** The number of a line in a list: `1. `. */
const listNumber = /^\s*\d{1,3}$/;

/** Sentences cover the whole text, each with the space after it. A line break ends one. */
export function splitSentences(text: string): Span[] {
	const ends = new SentenceEnds();
	const spans: Span[] = [];
	let start = 0;
	for (let end = ends.next(text); end !== undefined; end = ends.next(text)) {
		spans.push({ start, end });
		start = end;
	}
	if (start < text.length) spans.push({ start, end: text.length });
	return spans;
}

/** An end depends on the text before and the next character except spaces: a stream decides at its arrival. Reads text only once. */
export class SentenceEnds {
	#start = 0;
	#at = 0;
	#begun = false;

	/** The position after the sentence's space; undefined if the text can still continue it. */
	next(text: string): number | undefined {
		if (!this.#begun) this.#at = findSpaceEnd(text, this.#at);
		this.#begun ||= this.#at < text.length;
		for (; this.#at < text.length; this.#at += 1) {
			const lineBreak = text[this.#at] === '\n';
			if (!lineBreak && !terminator.test(text[this.#at] ?? '')) continue;
			const behind = lineBreak ? this.#at : findCitationsEnd(text, findMarksEnd(text, this.#at + 1));
			if (behind === undefined) return undefined;
			if (behind === text.length) return undefined;
			if (/\s/.test(text[behind] ?? '') && !this.#goesOn(text, behind)) {
				const end = findSpaceEnd(text, behind);
				if (end === text.length) return undefined;
				this.#start = this.#at = end;
				this.#begun = true;
				return end;
			}
			this.#at = behind - 1;
		}
		return undefined;
	}

	#goesOn(text: string, behind: number): boolean {
		return behind === this.#at + 1 && text[this.#at] === '.' && isAbbreviation(text, this.#start, this.#at);
	}
}

function findMarksEnd(text: string, from: number): number {
	let at = from;
	while (at < text.length && (terminator.test(text[at] ?? '') || closer.test(text[at] ?? ''))) at += 1;
	return at;
}

/** Citations after the full stop belong to the sentence. Undefined if more can follow. */
function findCitationsEnd(text: string, from: number): number | undefined {
	citations.lastIndex = from;
	const [run = '', begun] = citations.exec(text) ?? [];
	return begun === undefined ? from + run.length : undefined;
}

function findSpaceEnd(text: string, from: number): number {
	let at = from;
	while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
	return at;
}

function isAbbreviation(text: string, start: number, at: number): boolean {
	const before = text.slice(Math.max(start, at - maxAbbreviationLength), at);
	const isListNumber = at - start <= maxAbbreviationLength && listNumber.test(before);
	return isListNumber || abbreviation.test(before) || initial.test(before);
}
