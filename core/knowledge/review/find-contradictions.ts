import { foldAccents, extractContentWords } from '../../words/terms';
import { splitIntoSentences } from '../sentences';

/** Shared content words, as share and number, of sentences about the same thing. */
const sameSubject = { share: 0.75, words: 3 };
const maxSentences = 40;
export const negation = /(?<!\p{L})(?:not|no|never|without|cannot|n[ãa]o|nunca|jamais|sem|nenhuma?)(?!\p{L})|n['’]t(?!\p{L})/iu;

export interface Statement {
	words: ReadonlySet<string>;
	numbers: ReadonlySet<string>;
	isNegated: boolean;
}

/** Other numbers, or a negation that the other lacks, about the same thing. */
export const contradicts = (text: string, other: string): boolean => differ(readStatements(text), readStatements(other));

export const differ = (statements: readonly Statement[], others: readonly Statement[], least = sameSubject.words): boolean =>
	statements.some((statement) => others.some((one) => differs(statement, one, least)));

export const readStatements = (text: string, least = sameSubject.words): Statement[] =>
	splitIntoSentences(text)
		.slice(0, maxSentences)
		.map((sentence) => {
			const words = extractContentWords(sentence).map(foldAccents);
			const isNumber = (word: string) => /\d/.test(word);
			return {
				words: new Set(words.filter((word) => !isNumber(word) && !negation.test(word))),
				numbers: new Set(words.filter(isNumber)),
				isNegated: negation.test(sentence),
			};
		})
		.filter(({ words }) => words.size >= least);

function differs(one: Statement, other: Statement, least: number): boolean {
	const shared = [...one.words].filter((word) => other.words.has(word)).length;
	if (shared < least || shared < sameSubject.share * Math.min(one.words.size, other.words.size)) return false;
	if (one.isNegated !== other.isNegated) return true;
	return one.numbers.size > 0 && other.numbers.size > 0 && [...one.numbers].every((number) => !other.numbers.has(number));
}
