import type { Evidence } from './evidence';

/** In characters; signs further apart are not added up. */
const reach = 500;
/** Fainter signs count half without one of at least `sure`: handbooks have many. */
const faintInMessages = 0.3;
const faintInDocuments = 0.4;
const sure = 0.42;

/** Returns the strongest neighbourhood of signs, 0 to 1. Each kind counts once, and reduces the remaining uncertainty. */
export function computeScore(evidence: Evidence[], indirect = false): number {
	const sorted = evidence.toSorted((a, b) => a.start - b.start);
	const best = new Map<string, number[]>();
	let score = 0;
	let first = 0;
	for (const sign of sorted) {
		for (; sorted[first]!.start < sign.start - reach; first++) remove(best, sorted[first]!);
		add(best, sign);
		score = Math.max(score, combined(best, indirect));
	}
	return Math.round(score * 1000) / 1000;
}

function combined(best: Map<string, number[]>, indirect: boolean): number {
	const weights = [...best.values()].flatMap(([weight]) => weight ?? []);
	const faint = indirect ? faintInDocuments : faintInMessages;
	const surely = weights.some((weight) => weight >= sure);
	return 1 - weights.reduce((doubt, weight) => doubt * (1 - (surely || weight >= faint ? weight : weight / 2)), 1);
}

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
