import type { Memory } from '../../ports/memory';

/** A memory that was never recalled counts half after this. */
const halfLife = 60 * 86_400_000;
/** Relevance for the question counts more than importance. */
const relevanceShare = 0.75;

/** 0 to 1: importance x 0.5^(age / half-life). A recall makes a memory young again and extends its half-life. A preference does not decay. */
export function computeStrength({ kind, importance, at, usedAt, uses }: Memory, now: number): number {
	if (kind === 'preference') return importance;
	const age = Math.max(0, now - Math.max(at, usedAt));
	return importance * 0.5 ** (age / (halfLife * (1 + Math.log2(1 + uses))));
}

/** @param relevance 0 to 1; undefined without a question */
export function scoreMemory(memory: Memory, now: number, relevance?: number): number {
	const strength = computeStrength(memory, now);
	return relevance === undefined ? strength : relevanceShare * relevance + (1 - relevanceShare) * strength;
}
