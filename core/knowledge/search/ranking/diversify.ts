/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): each next one is relevant and unlike those that were taken before it.
 * @param scores best first, from 0 to 1
 * @param diversity 0: by score alone, 1: by unlikeness alone behind the first
 * @param likeness of two, by their indexes, from 0 to 1
 * @returns indexes, at most `limit`; of equals the one that stood first
 */
export function diversify(scores: number[], limit: number, diversity: number, likeness: (a: number, b: number) => number): number[] {
	const left = new Set(scores.keys());
	const nearest = scores.map(() => 0);
	const taken: number[] = [];
	while (taken.length < limit && left.size > 0) {
		let [next, most] = [-1, -Infinity];
		for (const index of left) {
			// The first is the best, whatever is wanted of the others.
			const gain = taken.length === 0 ? scores[index]! : (1 - diversity) * scores[index]! - diversity * nearest[index]!;
			if (gain > most) [next, most] = [index, gain];
		}
		// NaN is more than nothing.
		if (next < 0) break;
		left.delete(next);
		taken.push(next);
		if (diversity > 0) for (const index of left) nearest[index] = Math.max(nearest[index]!, likeness(next, index));
	}
	return taken;
}

/** Cosine of vectors of unit length; those that point apart are unlike, and no more than that. */
export function vectorLikeness(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let part = 0; part < a.length; part++) sum += a[part]! * b[part]!;
	return Math.min(1, Math.max(0, sum));
}

/** Of all different words of both, the share that both have (Jaccard). */
export function wordLikeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	let shared = 0;
	for (const word of a) if (b.has(word)) shared++;
	return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
