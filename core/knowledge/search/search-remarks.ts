import type { CollectionSearched, SearchFacts } from '../../ports';

/** What a search had to do without, by kind, in a few words for people. */
interface SearchRemark {
	kind: string;
	text: string;
	/** Somebody can put it right: it is not the collection's nature, nor the question's. */
	isFault: boolean;
}

const reasons: Record<NonNullable<SearchFacts['fellBack']>, string> = {
	no_vectors: 'searched by words alone: the collection has no vectors',
	no_embedder: 'searched by words alone: nobody here makes the vectors of its model',
	no_words: 'searched by vectors alone: the question has no word that says what it is about',
};

export function searchRemarks({ fellBack, rerankFailure }: SearchFacts): SearchRemark[] {
	return [
		...(fellBack ? [{ kind: fellBack, text: reasons[fellBack], isFault: fellBack === 'no_embedder' }] : []),
		...(rerankFailure ? [{ kind: rerankFailure.errorCode, text: `not reranked: ${rerankFailure.message}`, isFault: true }] : []),
	];
}

/** Whether a search went otherwise than somebody meant it to. */
export function fellShort(facts: SearchFacts): boolean {
	return searchRemarks(facts).some(({ isFault }) => isFault);
}

/** The faults of a run's searches, each once, with the collection that it is about. */
export function searchFaults(searches: CollectionSearched[]): string[] {
	const faults = searches.flatMap((search) =>
		searchRemarks(search)
			.filter(({ isFault }) => isFault)
			.map(({ text }) => `The collection "${search.collection}" was ${text}`),
	);
	return [...new Set(faults)];
}
