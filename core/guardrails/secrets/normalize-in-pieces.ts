import { type NormalizedText, normalize } from '../personal-data/reading/normalize';

/** Code units that are normalized at a time: some milliseconds of work. */
const PIECE = 65_536;
/** A piece extends beyond its size by at most this, up to a character that does not join another. */
const LONGEST_CLUSTER = 64;

/** Normalizes a text, with a pause after each piece of a long one. */
export function* normalizeInTurns(original: string): Generator<void, NormalizedText> {
	if (original.length <= PIECE) return normalize(original);
	const pieces: Array<{ piece: NormalizedText; start: number; originalStart: number }> = [];
	let start = 0;
	for (let from = 0; from < original.length;) {
		const to = endOfPiece(original, from);
		const piece = normalize(original.slice(from, to));
		pieces.push({ piece, start, originalStart: from });
		start += piece.text.length;
		from = to;
		yield;
	}
	const originalOf = (position: number): { start: number; end: number } => {
		const { piece, start, originalStart } = pieces.findLast((candidate) => candidate.start <= position)!;
		const range = piece.toOriginal(position - start, position - start + 1);
		return { start: originalStart + range.start, end: originalStart + range.end };
	};
	return {
		text: pieces.map(({ piece }) => piece.text).join(''),
		toOriginal: (start, end) => ({ start: originalOf(start).start, end: end > start ? originalOf(end - 1).end : originalOf(start).start }),
	};
}

function endOfPiece(text: string, from: number): number {
	let end = Math.min(text.length, from + PIECE);
	const limit = Math.min(text.length, end + LONGEST_CLUSTER);
	while (end < limit && text.charCodeAt(end) > 0x7f) end++;
	return end;
}
