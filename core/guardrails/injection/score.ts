import type { Evidence } from './evidence';

/** Signs further apart than this many characters are not added up. */
const reach = 500;

/** Returns 0 to 1: the strongest neighbourhood of signs. Each kind counts once, and reduces the remaining uncertainty. */
export function computeScore(evidence: Evidence[]): number {
	const sorted = evidence.toSorted((a, b) => a.start - b.start);
	const best = new Map<string, number[]>();
	let score = 0;
	let first = 0;
	for (const sign of sorted) {
		for (; sorted[first]!.start < sign.start - reach; first++) remove(best, sorted[first]!);
		add(best, sign);
		score = Math.max(score, combined(best));
	}
	return Math.round(score * 1000) / 1000;
}

function combined(best: Map<string, number[]>): number {
	let doubt = 1;
	for (const weights of best.values()) if (weights.length > 0) doubt *= 1 - weights[0]!;
	return 1 - doubt;
}

/** Adds a weight, in descending order. There are few different weights: those of the rules, damped. */
function add(best: Map<string, number[]>, { id, weight }: Evidence): void {
	const weights = best.get(id);
	if (!weights) best.set(id, [weight]);
	else {
		const place = weights.findIndex((other) => other < weight);
		weights.splice(place < 0 ? weights.length : place, 0, weight);
	}
}

function remove(best: Map<string, number[]>, { id, weight }: Evidence): void {
	const weights = best.get(id)!;
	weights.splice(weights.indexOf(weight), 1);
}
