import type { Memory } from '../../ports';

/** After so long a memory that was never recalled counts half. */
const halfLife = 60 * 86_400_000;
/** What fits a question comes before what is important by itself. */
const relevanceShare = 0.75;

/**
 * 0 to 1: importance x 0.5^(age / half-life). What is recalled is young again, and the more often it was, the longer it lasts. A preference
 * holds until another takes its place.
 */
export function strengthOf({ kind, importance, at, usedAt, uses }: Memory, now: number): number {
	if (kind === 'preference') return importance;
	const age = Math.max(0, now - Math.max(at, usedAt));
	return importance * 0.5 ** (age / (halfLife * (1 + Math.log2(1 + uses))));
}

/** @param relevance 0 to 1; undefined where nothing was asked */
export function scoreOf(memory: Memory, now: number, relevance?: number): number {
	const strength = strengthOf(memory, now);
	return relevance === undefined ? strength : relevanceShare * relevance + (1 - relevanceShare) * strength;
}
