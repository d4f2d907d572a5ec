import { ndcgAt, recallAt, reciprocalRank, type Judgements } from './rank-measures';

export interface Evaluation {
	/** Means over the questions, from 0 to 1; 0 without questions. */
	ndcg: number;
	recall: number;
	mrr: number;
	questions: number;
	/** Without a ranking; they count as 0. */
	unanswered: number;
	/** With rankings but without a relevant judgement; they cannot be evaluated. */
	unjudged: number;
}

/** @param rankings by question, ids of documents, best first @param k of nDCG and recall; MRR looks at the whole ranking */
export function evaluateRankings(
	rankings: ReadonlyMap<string, readonly string[]>,
	judgements: ReadonlyMap<string, Judgements>,
	k: number,
): Evaluation {
	const sums = { ndcg: 0, recall: 0, mrr: 0 };
	let questions = 0;
	let unanswered = 0;
	for (const [question, relevances] of judgements) {
		const ranking = rankings.get(question) ?? [];
		const ndcg = ndcgAt(k, ranking, relevances);
		if (ndcg === undefined) continue;
		questions++;
		if (!rankings.has(question)) unanswered++;
		sums.ndcg += ndcg;
		sums.recall += recallAt(k, ranking, relevances)!;
		sums.mrr += reciprocalRank(ranking, relevances)!;
	}
	const mean = (sum: number) => (questions === 0 ? 0 : sum / questions);
	const unjudged = rankings.size - (questions - unanswered);
	return { ndcg: mean(sums.ndcg), recall: mean(sums.recall), mrr: mean(sums.mrr), questions, unanswered, unjudged };
}
