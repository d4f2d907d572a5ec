import type { SearchHit } from '../search-request';

/** Passages ready for a prompt: numbered as they would be cited, each with where it stands. */
export function passagesText(hits: SearchHit[]): string {
	return hits.map((hit, index) => `[${index + 1}] ${placeOf(hit)}\n${hit.text}`).join('\n\n');
}

function placeOf({ title, headingPath, page }: SearchHit): string {
	return [title, headingPath.join(' › '), page === undefined ? '' : `page ${page}`].filter(Boolean).join(', ');
}
