import type { Passage, Retriever } from '../../../ports/knowledge/passages';
import type { CollectionSearched } from '../../../ports/knowledge/search-facts';
import type { Asker } from '../../../ports/knowledge/readers';
import { splitQuestions } from './split-questions';

const shareOfWhole = 0.2;

interface RetrievedAll {
	/** At most as many as for one search. */
	passages: Passage[];
	search?: CollectionSearched;
	questions?: SearchedQuestion[];
}

export interface SearchedQuestion {
	text: string;
	search?: CollectionSearched;
}

/** Also searches each of several questions: a joint search finds only their mean. The best passage of each comes first. */
export async function retrieveAll(
	retriever: Retriever,
	message: string,
	limit: number,
	signal: AbortSignal,
	asker?: Asker,
): Promise<RetrievedAll> {
	const split = splitQuestions(message);
	const texts = split.length <= limit ? split : [];
	const [whole, ...found] = await Promise.all([message, ...texts].map((text) => retriever.retrieve(text, limit, signal, asker)));
	const { passages, search } = whole!;
	if (texts.length === 0) return { passages, ...(search && { search }) };
	return {
		passages: merge(
			found.map((each) => each.passages),
			passages,
			limit,
		),
		...(search && { search }),
		questions: texts.map((text, index) => ({ text, ...(found[index]!.search && { search: found[index]!.search }) })),
	};
}

/** The best passage of each question, then the best by the sum of scores, each as a share of the best of its search. */
function merge(questions: Passage[][], whole: Passage[], limit: number): Passage[] {
	const sums = new Map<string, { passage: Passage; sum: number }>();
	for (const list of [...questions, whole]) {
		for (const passage of list) {
			const entry = sums.get(passage.id) ?? { passage, sum: 0 };
			entry.sum += ((list === whole ? shareOfWhole : 1) * passage.score) / (list[0]!.score || 1);
			sums.set(passage.id, entry);
		}
	}
	const best = [...sums.values()].sort((one, other) => other.sum - one.sum).map(({ passage }) => passage);
	const first = questions.flatMap(([passage]) => passage ?? []);
	return [...new Map([...first, ...best].map((passage) => [passage.id, passage])).values()].slice(0, limit);
}
