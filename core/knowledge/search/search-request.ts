import { TroupeError } from '../../base/errors';
import type { Filter, Metadata } from '../../ports/knowledge/filter/filter';
import type { PageSpan } from '../../ports/knowledge/document-reader';
import { type Fusion, fusions, type SearchFacts, type SearchMode, searchModes } from '../../ports/knowledge/search-facts';
import type { Asker } from '../../ports/knowledge/readers';

export const defaultPassages = 5;

export const searchBounds = { top: 100, neighbours: 10, questionCharacters: 20_000 } as const;

export interface SearchRequest {
	question: string;
	/** Default `hybrid`. */
	mode?: SearchMode;
	/** 1 to 100. Default 10. */
	top?: number;
	filter?: Filter;
	/** Combination of the two rankings of a hybrid search: by scores, or by ranks only (weighted reciprocal rank fusion). Default `scores`. */
	fusion?: Fusion;
	weights?: { lexical: number; dense: number };
	/** 0 to 1: weight of differences between hits against scores. Default 0. */
	diversity?: number;
	/** 0 to 10: chunks before and after each hit that widen it, unless they are hits. Default 0. */
	neighbours?: number;
	/** Limits the search to the caller's rights. Default: documents without readers. */
	asker?: Asker;
}

export type CheckedRequest = Required<Omit<SearchRequest, 'filter'>> & Pick<SearchRequest, 'filter'>;

export interface SearchResult extends SearchFacts {
	hits: SearchHit[];
}

export interface SearchHit {
	documentId: string;
	chunkId: string;
	/**
	 * From 0 to 1. Lexical: 1 for an average passage with all words of the question; rare words count more. Dense: cosine, at least 0. Hybrid: 1 if
	 * words and meaning match; with ranks, 1 for the first in both. Reranked: 1 for a complete answer.
	 */
	score: number;
	/** `document.slice(start, end) === text`, in UTF-16 code units. */
	text: string;
	start: number;
	end: number;
	/** Page of the text's first character; absent if the document has no pages. */
	page?: number;
	pageTo?: number;
	/** Page with the best sentence, if there are several; absent if none fits. */
	bestPage?: number;
	/** Text on each page, if there are several, in positions of the document. */
	pages?: PageSpan[];
	title: string;
	headingPath: string[];
	source?: string;
	origin?: string;
	metadata: Metadata;
	scores: {
		/** BM25 against the rarity of the question's words, 0 to 2.2. */
		lexical?: RankedPlace;
		dense?: RankedPlace;
		rerank?: RankedPlace;
	};
}

export interface RankedPlace {
	/** From 1. */
	rank: number;
	score: number;
}

/** Fills in defaults. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export function checkRequest(request: SearchRequest): CheckedRequest {
	const { question, mode = 'hybrid', top = 10, filter, diversity = 0, neighbours = 0 } = request;
	const { fusion = 'scores', weights = { lexical: 1, dense: 1 }, asker = [] } = request;
	if (question.trim() === '') throw invalid('question', 'a text', 'nothing');
	if (question.length > searchBounds.questionCharacters)
		throw new TroupeError({
			code: 'INPUT_TOO_LARGE',
			message: `The question has ${question.length} characters; the max is ${searchBounds.questionCharacters}.`,
			fix: 'Shorten it to a question.',
			details: { expected: searchBounds.questionCharacters, actual: question.length },
		});
	if (!searchModes.includes(mode)) throw invalid('mode', 'lexical, dense or hybrid', 'another value');
	if (!fusions.includes(fusion)) throw invalid('fusion', 'scores or ranks', 'another value');
	if (!isWhole(top, 1, searchBounds.top)) throw invalid('top', `a whole number from 1 to ${searchBounds.top}`, top);
	if (!isWhole(neighbours, 0, searchBounds.neighbours))
		throw invalid('neighbours', `a whole number from 0 to ${searchBounds.neighbours}`, neighbours);
	if (!(diversity >= 0 && diversity <= 1)) throw invalid('diversity', 'a number from 0 to 1', diversity);
	for (const name of ['lexical', 'dense'] as const)
		if (!(weights[name] > 0 && weights[name] <= 1_000)) throw invalid(`weights.${name}`, 'a number above 0, at most 1000', weights[name]);
	return { question, mode, top, fusion, weights, diversity, neighbours, asker, ...(filter && { filter }) };
}

function isWhole(value: number, from: number, to: number): boolean {
	return Number.isInteger(value) && value >= from && value <= to;
}

function invalid(field: string, expected: string, actual: string | number): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "${field}" of the search is ${actual}; expected ${expected}.`,
		fix: `Set it to ${expected}.`,
		details: { field, expected, actual },
	});
}
