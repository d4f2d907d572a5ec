/** By document of one question; 0 and below is not relevant. */
export type Judgements = ReadonlyMap<string, number>;

/*
 * Rankings are document ids, best first. A repeated id counts at its first place only, and the others move up. Measures are undefined without
 * relevant documents.
 */

/** nDCG with the judgement as the gain, as trec_eval computes it (Järvelin and Kekäläinen, 2002). */
export function ndcgAt(k: number, ranking: readonly string[], judgements: Judgements): number | undefined {
	const ideal = discounted(
		[...judgements.values()].filter((relevance) => relevance > 0).sort((a, b) => b - a),
		k,
	);
	if (ideal === 0) return undefined;
	const gains = [...new Set(ranking)].map((id) => Math.max(0, judgements.get(id) ?? 0));
	return discounted(gains, k) / ideal;
}

/** Share of the relevant documents among the first k. */
export function recallAt(k: number, ranking: readonly string[], judgements: Judgements): number | undefined {
	const relevant = [...judgements.values()].filter((relevance) => relevance > 0).length;
	if (relevant === 0) return undefined;
	return [...new Set(ranking)].slice(0, k).filter((id) => isRelevant(id, judgements)).length / relevant;
}

/** One divided by the place of the first relevant document; 0 if there is none. Its mean is MRR. */
export function reciprocalRank(ranking: readonly string[], judgements: Judgements): number | undefined {
	if (![...judgements.values()].some((relevance) => relevance > 0)) return undefined;
	const place = [...new Set(ranking)].findIndex((id) => isRelevant(id, judgements));
	return place < 0 ? 0 : 1 / (place + 1);
}

function isRelevant(id: string, judgements: Judgements): boolean {
	return (judgements.get(id) ?? 0) > 0;
}

function discounted(gains: number[], k: number): number {
	return gains.slice(0, k).reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
}
