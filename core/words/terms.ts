import type * as StemmerLibrary from 'snowball-stemmers';
import { TOKEN_SHAPE } from '../base/masked-token';
import type { Language } from '../base/language';
import { ASKING_WORDS, FUNCTION_WORDS } from './stop-words';

type Stem = (word: string) => string;

let stemmers: Record<Language, Stem> | undefined;
/** Loaded at the first text: the tables of 24 languages are one file. By `require`, so that reading a text stays synchronous. */
function stemmerOf(language: Language): Stem {
	if (!stemmers) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		const { newStemmer } = require('snowball-stemmers') as typeof StemmerLibrary;
		const [pt, en] = [newStemmer('portuguese'), newStemmer('english')];
		stemmers = { pt: (word) => pt.stem(word), en: (word) => en.stem(word) };
	}
	return stemmers[language];
}

const GREETING = /\b(?:bom dia|boa tarde|boa noite|good (?:morning|afternoon|evening))\b/gi;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
/** Enough of a digest to tell it from others. */
const MAX_WORD = 40;
/** Long words that begin alike are one: `descalcificar` and `descalcifique` have different stems. */
const PREFIX = 7;
const MAX_QUESTION_WORDS = 256;
const MAX_CACHED = 50_000;
const cache = new Map<string, string[]>();

/**
 * The content words of a text in its language, in order, each as the forms it is found under: its stem, and the stem of what it
 * looks like without accents, as people type. Vault tokens stand for values and are no words.
 */
export function termsOf(text: string, languages: readonly Language[]): string[][] {
	return contentWords(text).map((word) => formsOf(word, languages));
}

/**
 * The same for a question, in both languages, as it is too short to be sure of one: each word as often as it is said, so that what a long
 * question says again counts more (docs/decisions/knowledge/0081); the first 256.
 */
export function wordsAsked(question: string): string[][] {
	return contentWords(question)
		.slice(0, MAX_QUESTION_WORDS)
		.map((word) => formsOf(word, ['pt', 'en']));
}

/** What a question is about: its words, each once, without those that people ask with. */
export function questionTerms(question: string): string[][] {
	const words = contentWords(question).filter((word) => !ASKING_WORDS.has(foldAccents(word)));
	const terms = words.slice(0, MAX_QUESTION_WORDS).map((word) => formsOf(word, ['pt', 'en']));
	return [...new Map(terms.map((forms) => [forms.join(), forms])).values()];
}

/** The words of a text that are not of grammar, in lower case, in order. */
export function contentWords(text: string): string[] {
	const words = text.replace(TOKEN_SHAPE, ' ').replace(GREETING, ' ').normalize('NFC').toLowerCase().match(WORD) ?? [];
	return words.filter((word) => !FUNCTION_WORDS.has(foldAccents(word))).map((word) => word.slice(0, MAX_WORD));
}

/** The forms that a lower-case word is found under: its stems, and `descalc*` for a long one. */
export function formsOf(word: string, languages: readonly Language[]): string[] {
	const key = languages.join() + word;
	let forms = cache.get(key);
	if (!forms) {
		const folded = foldAccents(word);
		const spellings = [
			...new Set([
				word,
				folded,
				withPortugueseEnding(folded),
				portugueseSingular(folded),
				folded.replace(/our(?=s?$)/, 'or'),
				folded.replace(/(?<=[ae])m$/, ''),
			]),
		];
		const stems = languages.flatMap((language) => spellings.map((spelling) => foldAccents(stemmerOf(language)(spelling))));
		forms = [...new Set(folded.length >= PREFIX ? [...stems, `${folded.slice(0, PREFIX)}*`] : stems)];
		if (cache.size >= MAX_CACHED) cache.clear();
		cache.set(key, forms);
	}
	return forms;
}

/** `limões` and `limão`, `pães` and `pão`: the stemmer leaves them apart. */
function portugueseSingular(folded: string): string {
	return folded.replace(/[oa]es$/, 'ao');
}

/** The accents that the Portuguese stemmer needs to know an ending. */
function withPortugueseEnding(folded: string): string {
	return folded.replace(/cao$/, 'ção').replace(/coes$/, 'ções').replace(/oes$/, 'ões');
}

/** Without accents: `devolução` and `devolucao` are one word. */
export function foldAccents(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '');
}
