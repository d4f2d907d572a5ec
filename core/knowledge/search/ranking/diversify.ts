/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998). @param scores best first, from 0 to 1 @param diversity 0: by score only, 1: by
 * difference only after the first @param likeness by indexes, from 0 to 1 @returns indexes, at most `limit`; of equals the one that came first
 */
export function diversify(scores: number[], limit: number, diversity: number, likeness: (a: number, b: number) => number): number[] {
	const left = new Set(scores.keys());
	const nearest = scores.map(() => 0);
	const selected: number[] = [];
	while (selected.length < limit && left.size > 0) {
		let next = -1;
		let most = -Infinity;
		for (const index of left) {
			const gain = selected.length === 0 ? scores[index]! : (1 - diversity) * scores[index]! - diversity * nearest[index]!;
			if (gain > most) [next, most] = [index, gain];
		}
		// Ends at NaN too.
		if (next < 0) break;
		left.delete(next);
		selected.push(next);
		if (diversity > 0) for (const index of left) nearest[index] = Math.max(nearest[index]!, likeness(next, index));
	}
	return selected;
}

/** Cosine of unit vectors, at least 0. */
export function compareVectors(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let part = 0; part < a.length; part++) sum += a[part]! * b[part]!;
	return Math.min(1, Math.max(0, sum));
}

/** Share of distinct words that both have (Jaccard). */
export function compareWords(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	let shared = 0;
	for (const word of a) if (b.has(word)) shared++;
	return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
