import type { SearchHit } from '../search-request';
import { describeHitPages } from './page-label';

export function renderPassages(hits: SearchHit[]): string {
	return hits.map((hit, index) => `[${index + 1}] ${describePlace(hit)}\n${hit.text}`).join('\n\n');
}

function describePlace(hit: SearchHit): string {
	return [hit.title, hit.headingPath.join(' › '), describeHitPages(hit)].filter(Boolean).join(', ');
}
