/** Letters of Hebrew, Arabic, Syriac, Thaana and N'Ko, also as presentation forms (Unicode, Bidi_Class R and AL). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
const letter = /\p{L}/gu;

/** Checks that most letters of these texts are read from right to left. */
export function readsLeftward(texts: Iterable<string>): boolean {
	let [leftward, letters] = [0, 0];
	for (const text of texts) {
		leftward += text.match(rightToLeft)?.length ?? 0;
		letters += text.match(letter)?.length ?? 0;
	}
	return leftward > letters / 2;
}

/**
 * Orders the pieces of a line for reading. They are given from left to right; if the line reads leftward, so do its pieces, except for names
 * and numbers of other scripts (UAX #9, L2).
 */
export function orderPieces<Piece extends { text: string }>(pieces: Piece[]): Piece[] {
	if (pieces.length < 2 || !readsLeftward(pieces.map(({ text }) => text))) return pieces;
	const ordered: Piece[] = [];
	let foreign = 0;
	for (const piece of pieces.toReversed()) {
		const isForeign = /[\p{L}\p{N}]/u.test(piece.text) && !readsLeftward([piece.text]);
		foreign = isForeign ? foreign + 1 : 0;
		// Each further piece of a foreign run comes before the earlier ones of this run.
		ordered.splice(ordered.length - Math.max(0, foreign - 1), 0, piece);
	}
	return ordered;
}
