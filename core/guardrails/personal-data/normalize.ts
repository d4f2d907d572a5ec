/** A text as recognizers read it, with the way back to the text that was given. */
export interface NormalizedText {
	text: string;
	/** The range of the original that the range of `text` was made from, in UTF-16 code units. */
	toOriginal(start: number, end: number): { start: number; end: number };
}

/**
 * A base character with its marks, at most 30 of them (UAX #15, stream-safe text): normalising one long chain of marks takes
 * quadratic time, three minutes for a megabyte.
 */
const CLUSTER = /\P{M}\p{M}{0,30}|\p{M}{1,31}/gu;
const INVISIBLE = /[\p{Cf}\p{DI}]/gu;
const DASH = /[\u2010-\u2015\u2212]/gu;
/** Keycaps and struck-through digits. */
const MARKED_DIGITS = /^(\d+)\p{M}+$/u;
const PLAIN = /^\p{ASCII}*$/u;

/** NFKC, without what cannot be seen, and with one kind of dash: full-width digits, zero-width joiners and soft hyphens hide nothing. */
export function normalize(original: string): NormalizedText {
	if (PLAIN.test(original)) return { text: original, toOriginal: (start, end) => ({ start, end }) };
	const pieces: string[] = [];
	const starts: number[] = [];
	const ends: number[] = [];
	for (const { 0: cluster, index } of original.matchAll(CLUSTER)) {
		const piece = cluster.replace(INVISIBLE, '').normalize('NFKC').replace(DASH, '-').replace(MARKED_DIGITS, '$1');
		pieces.push(piece);
		for (let unit = 0; unit < piece.length; unit++) {
			starts.push(index);
			ends.push(index + cluster.length);
		}
	}
	return {
		text: pieces.join(''),
		toOriginal: (start, end) => ({
			start: starts[start] ?? original.length,
			end: end > start ? ends[end - 1]! : (starts[start] ?? original.length),
		}),
	};
}
