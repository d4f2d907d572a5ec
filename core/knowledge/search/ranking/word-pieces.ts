import { extractContentWords } from '../../../words/terms';

/** Above this average, the model does not know a word. */
const maxPieces = 2.5;
/** Later words are not counted. */
const maxWords = 256;

/**
 * Average, from 1 to 2.5. Models read words from their training as a whole. A word in pieces is foreign, a name or a code, and its meaning is a
 * guess. @param countTokens includes the marks at beginning and end; absent: 1
 */
export function countWordPieces(question: string, countTokens: ((text: string) => number) | undefined): number {
	const words = extractContentWords(question).slice(0, maxWords);
	if (!countTokens || words.length === 0) return 1;
	const pieces = (countTokens(words.join(' ')) - countTokens('')) / words.length;
	return Math.min(maxPieces, Math.max(1, pieces));
}
