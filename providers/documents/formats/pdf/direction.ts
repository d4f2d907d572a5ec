/** Hebrew, Arabic, Syriac, Thaana and N'Ko, also presentation forms (Unicode, Bidi_Class R and AL). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
const letter = /\p{L}/gu;

export function readsLeftward(texts: Iterable<string>): boolean {
	let leftward = 0;
	let letters = 0;
	for (const text of texts) {
		leftward += text.match(rightToLeft)?.length ?? 0;
		letters += text.match(letter)?.length ?? 0;
	}
	return leftward > letters / 2;
}

/** Reorders a leftward line, except for names and numbers of other scripts (UAX #9, L2). Input runs from left to right. */
export function orderPieces<Piece extends { text: string }>(pieces: Piece[]): Piece[] {
	if (pieces.length < 2 || !readsLeftward(pieces.map(({ text }) => text))) return pieces;
	const ordered: Piece[] = [];
	let foreign = 0;
	for (const piece of pieces.toReversed()) {
		const isForeign = /[\p{L}\p{N}]/u.test(piece.text) && !readsLeftward([piece.text]);
		foreign = isForeign ? foreign + 1 : 0;
		ordered.splice(ordered.length - Math.max(0, foreign - 1), 0, piece);
	}
	return ordered;
}
