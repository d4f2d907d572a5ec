/** Characters; below the max of the search for secrets. */
const pieceCharacters = 1_000_000;

interface TextPiece {
	from: number;
	text: string;
}

/** For searches that keep the event loop. Pieces end between paragraphs if possible, else between words. */
export function* cutIntoPieces(text: string): Iterable<TextPiece> {
	for (let from = 0; from < text.length;) {
		const to = findPieceEnd(text, from);
		yield { from, text: text.slice(from, to) };
		from = to;
	}
}

function findPieceEnd(text: string, from: number): number {
	const to = from + pieceCharacters;
	if (to >= text.length) return text.length;
	const ends = ['\n\n', '\n', ' '].map((separator) => text.lastIndexOf(separator, to));
	return ends.find((end) => end > from + pieceCharacters / 2) ?? to;
}
