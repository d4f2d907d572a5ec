export interface QuotesAndComments {
	quotes: Range[];
	comments: Range[];
}

interface Range {
	start: number;
	end: number;
}

const quote =
	/"[^"\n]{3,400}"|“[^”]{3,400}”|„[^“”]{3,400}[“”]|「[^」]{3,400}」|«[^»]{3,400}»|`[^`]{3,400}`|(?<![\p{L}\p{N}])'[^'\n]{3,400}'(?![\p{L}\p{N}])/gu;

const code = /;\n|;$|\{\n|=>|\b(?:const|let|def|import|return|function|class|public|npm|assert|expect)\b/;
const comment = /(?:^|\n)[ \t]{0,40}(?:\/\/|\/\*|\*|#(?![#!])|--)[^\n]*/g;

/** Also inside a text that is JSON. */
const afterKey = /"\s{0,4}:\s{0,4}$/;
const inJson = /[:[,]\s{0,4}$/;

export function quotedRanges(text: string): Range[] {
	const trimmed = text.trim();
	const value = /^[{[]/.test(trimmed) ? inJson : afterKey;
	return [...text.matchAll(quote)]
		.filter(({ 0: quote, index }) => quote.length < trimmed.length * 0.85 && !value.test(text.slice(Math.max(0, index - 10), index)))
		.map(({ 0: quote, index }) => ({ start: index, end: index + quote.length }));
}

export function commentRanges(text: string): Range[] {
	if (!code.test(text)) return [];
	return [...text.matchAll(comment)].map(({ 0: line, index }) => ({ start: index, end: index + line.length }));
}

export function isWithin(start: number, end: number, ranges: readonly Range[]): boolean {
	return ranges.some((range) => start >= range.start && end <= range.end);
}
