import { secretMask } from '../../guardrails/secrets/mask-secrets';
import { scanSecrets } from '../../guardrails/secrets/scan-secrets';
import type { PageSpan } from '../../ports/knowledge/document-reader';

/** Characters searched at a time; below the max of the search. */
const pieceCharacters = 1_000_000;

interface Span {
	start: number;
	end: number;
}

/** Finds keys, tokens and passwords in a text of any length, in order. Pieces end between paragraphs where they can: a key has no empty line. */
export async function findSecretsOfText(text: string): Promise<Span[]> {
	const found: Span[] = [];
	for (let from = 0; from < text.length;) {
		const to = findPieceEnd(text, from);
		for (const { start, end } of await scanSecrets(text.slice(from, to))) found.push({ start: start + from, end: end + from });
		from = to;
	}
	return found;
}

function findPieceEnd(text: string, from: number): number {
	const to = from + pieceCharacters;
	if (to >= text.length) return text.length;
	const ends = ['\n\n', '\n', ' '].map((separator) => text.lastIndexOf(separator, to));
	return ends.find((end) => end > from + pieceCharacters / 2) ?? to;
}

/** Moves the places of pages to where they are after the secrets were masked. */
export function movePages(pages: PageSpan[], secrets: Span[]): PageSpan[] {
	let next = 0;
	let shift = 0;
	const move = (place: number): number => {
		for (; next < secrets.length && secrets[next]!.start < place; next += 1)
			shift += secretMask.length - (secrets[next]!.end - secrets[next]!.start);
		const last = secrets[next - 1];
		// A page that ends within a secret ends after its mask.
		return (last && last.end > place ? last.end : place) + shift;
	};
	return pages.map(({ number, start, end }) => ({ number, start: move(start), end: move(end) }));
}
