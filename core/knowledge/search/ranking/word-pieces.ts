import { contentWords } from '../../../words/terms';

/** Beyond it a word is one that the model does not know, and no more. */
const mostPieces = 2.5;
/** What is said further on is said of the same. */
const mostWords = 256;

/**
 * In how many pieces a model reads a word of the question, on average, from 1 to 2.5. Its vocabulary has the words of what it was trained
 * on whole: a word that it has to put together from pieces is of another language, a name or a code, and what it means is a guess.
 * @param countTokens as the model counts, its marks at the beginning and end among them; absent: 1
 */
export function wordPieces(question: string, countTokens: ((text: string) => number) | undefined): number {
	const words = contentWords(question).slice(0, mostWords);
	if (!countTokens || words.length === 0) return 1;
	const pieces = (countTokens(words.join(' ')) - countTokens('')) / words.length;
	return Math.min(mostPieces, Math.max(1, pieces));
}
