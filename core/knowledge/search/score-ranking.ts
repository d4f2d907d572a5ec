import type { KnownChunk } from '../../ports';
import { countTerms } from '../lexical/count-terms';
import type { Ranking } from './rank-chunks';

/**
 * Scores from 0 to 1 that a person can understand, in the order of the ranking; search-request.ts says what they mean.
 * @param best the first of the ranking that is still there
 */
export function scoresOf({ mode, words, ranked }: Ranking, best: KnownChunk | undefined): number[] {
	switch (mode) {
		case 'hybrid':
			return ranked.map(({ score }) => score);
		case 'dense':
			return ranked.map(({ score }) => Math.min(1, Math.max(0, score)));
		case 'lexical': {
			// BM25 has no highest value: a passage with all words of a question is as good as one can be, and the others follow it.
			const share = best ? shareOfWords(words, best) : 0;
			const most = ranked.find(({ chunkId }) => chunkId === best?.id)?.score ?? 0;
			return ranked.map(({ score }) => (most > 0 ? Math.min(1, (share * score) / most) : 0));
		}
	}
}

/** Of the question's words, those that the chunk is found by. */
function shareOfWords(words: string[][], chunk: KnownChunk): number {
	const { counts } = countTerms(chunk);
	return words.length === 0 ? 0 : words.filter((forms) => forms.some((form) => counts.has(form))).length / words.length;
}
