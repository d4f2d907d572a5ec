import { extractContentWords } from '../../../words/terms';

/** Beyond this average, the model does not know a word. */
const maxPieces = 2.5;
/** Later words are not counted. */
const maxWords = 256;

/**
 * Returns the average number of pieces in which a model reads a word of the question, from 1 to 2.5. A model reads words from its training as a
 * whole. A word in pieces is from another language, a name or a code, and its meaning is a guess.
 * @param countTokens as the model counts, including its marks at the beginning and end; absent: 1
 */
export function countWordPieces(question: string, countTokens: ((text: string) => number) | undefined): number {
	const words = extractContentWords(question).slice(0, maxWords);
	if (!countTokens || words.length === 0) return 1;
	const pieces = (countTokens(words.join(' ')) - countTokens('')) / words.length;
	return Math.min(maxPieces, Math.max(1, pieces));
}
