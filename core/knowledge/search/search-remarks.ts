import type { CollectionSearched, SearchFacts } from '../../ports/knowledge/search-facts';

interface SearchRemark {
	kind: string;
	text: string;
	/** A person can fix it. */
	isFault: boolean;
}

const reasons: Record<NonNullable<SearchFacts['fellBack']>, string> = {
	no_vectors: 'searched by words alone: the collection has no vectors',
	no_embedder: 'searched by words alone: this host has no embedder for its model',
	no_words: 'searched by vectors alone: the question has no significant word',
};
const onlyNames = 'searched only the names of documents and sections: the question has no significant word';

export function searchRemarks({ mode, fellBack, rerankFailure }: SearchFacts): SearchRemark[] {
	return [
		...(fellBack
			? [
					{
						kind: fellBack,
						text: fellBack === 'no_words' && mode === 'lexical' ? onlyNames : reasons[fellBack],
						isFault: fellBack === 'no_embedder',
					},
				]
			: []),
		...(rerankFailure ? [{ kind: rerankFailure.errorCode, text: `not reranked: ${rerankFailure.message}`, isFault: true }] : []),
	];
}

export function lacksSomething(facts: SearchFacts): boolean {
	return searchRemarks(facts).some(({ isFault }) => isFault);
}

export function listSearchFaults(searches: CollectionSearched[]): string[] {
	const faults = searches.flatMap((search) =>
		searchRemarks(search)
			.filter(({ isFault }) => isFault)
			.map(({ text }) => `The collection "${search.collection}" was ${text}`),
	);
	return [...new Set(faults)];
}
