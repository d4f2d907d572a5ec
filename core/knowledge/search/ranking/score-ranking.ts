import type { Ranking } from './rank-chunks';

/** Scores from 0 to 1 that a person can understand, in the order of the ranking; search-request.ts says what they mean. */
export function scoresOf({ ranked }: Pick<Ranking, 'ranked'>): number[] {
	return ranked.map(({ score }) => Math.min(1, Math.max(0, score)));
}
