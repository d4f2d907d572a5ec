import type { Ranking } from './rank-chunks';

/** Returns scores from 0 to 1 for people, in the order of the ranking; search-request.ts describes them. */
export function scoresOf({ ranked }: Pick<Ranking, 'ranked'>): number[] {
	return ranked.map(({ score }) => Math.min(1, Math.max(0, score)));
}
