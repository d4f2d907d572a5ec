import { secretMask } from '../../guardrails/secrets/mask-secrets';
import { scanSecrets } from '../../guardrails/secrets/scan-secrets';
import type { PageSpan } from '../../ports/knowledge/document-reader';
import { cutIntoPieces } from '../text-pieces';

interface Span {
	start: number;
	end: number;
}

/** In a text of any length, in order. Pieces are cut at empty lines, which no key has. */
export async function findSecretsOfText(text: string): Promise<Span[]> {
	const found: Span[] = [];
	for (const { from, text: piece } of cutIntoPieces(text))
		for (const { start, end } of await scanSecrets(piece)) found.push({ start: start + from, end: end + from });
	return found;
}

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
