import { type NormalizedText, normalize } from '../personal-data/reading/normalize';

/** Code units without a pause: some milliseconds of work. */
const piece = 65_536;
/** Max extension of a piece, to a space or a character that does not combine. */
const maxExtension = 64;

export function* normalizeInPieces(original: string): Generator<void, Pick<NormalizedText, 'text' | 'toOriginal'>> {
	if (original.length <= piece) return normalize(original);
	const pieces: Array<{ piece: NormalizedText; start: number; originalStart: number }> = [];
	let start = 0;
	for (let from = 0; from < original.length;) {
		const to = findPieceEnd(original, from);
		const piece = normalize(original.slice(from, to));
		pieces.push({ piece, start, originalStart: from });
		start += piece.text.length;
		from = to;
		yield;
	}
	const findOriginal = (position: number): { start: number; end: number } => {
		const { piece, start, originalStart } = pieces.findLast((candidate) => candidate.start <= position)!;
		const range = piece.toOriginal(position - start, position - start + 1);
		return { start: originalStart + range.start, end: originalStart + range.end };
	};
	return {
		text: pieces.map(({ piece }) => piece.text).join(''),
		toOriginal: (start, end) => ({
			start: findOriginal(start).start,
			end: end > start ? findOriginal(end - 1).end : findOriginal(start).start,
		}),
	};
}

function findPieceEnd(text: string, from: number): number {
	let end = Math.min(text.length, from + piece);
	const limit = Math.min(text.length, end + maxExtension);
	const space = text.slice(end, limit).search(/\s/);
	if (space >= 0) return end + space;
	while (end < limit && text.charCodeAt(end) > 0x7f) end++;
	return end;
}
