import type { SearchHit } from '../search-request';
import { hitPageLabel } from './page-label';

/** Renders passages for a prompt, numbered for citations, each with its place. */
export function passagesText(hits: SearchHit[]): string {
	return hits.map((hit, index) => `[${index + 1}] ${placeOf(hit)}\n${hit.text}`).join('\n\n');
}

function placeOf(hit: SearchHit): string {
	return [hit.title, hit.headingPath.join(' › '), hitPageLabel(hit)].filter(Boolean).join(', ');
}
