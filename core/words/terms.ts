import type * as StemmerLibrary from 'snowball-stemmers';
import { tokenShape } from '../base/text/masked-token';
import type { Language } from '../base/text/language';
import { askingWords, functionWords } from './stop-words';

type Stem = (word: string) => string;

let stemmers: Record<Language, Stem> | undefined;
/** Loaded with the first text, since the tables of 24 languages are one file. Uses `require` so that reading a text stays synchronous. */
function loadStemmer(language: Language): Stem {
	if (!stemmers) {
		// oxlint-disable-next-line @typescript-eslint/no-require-imports
		const { newStemmer } = require('snowball-stemmers') as typeof StemmerLibrary;
		const [pt, en] = [newStemmer('portuguese'), newStemmer('english')];
		stemmers = { pt: (word) => pt.stem(word), en: (word) => en.stem(word) };
	}
	return stemmers[language];
}

const greeting = /\b(?:bom dia|boa tarde|boa noite|good (?:morning|afternoon|evening))\b/gi;
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
/** Enough of a digest to distinguish it from others. */
const maxWord = 40;
/** Long words with the same beginning count as one: `descalcificar` and `descalcifique` have different stems. */
const prefix = 7;
const maxQuestionWords = 256;
const maxCached = 50_000;
const cache = new Map<string, string[]>();

/**
 * Returns the content words of a text in order, each with its search forms: its stem, and the stem of its spelling without accents, as people type
 * it. Vault tokens stand for values and are not words.
 */
export function extractTerms(text: string, languages: readonly Language[]): string[][] {
	return extractContentWords(text).map((word) => listForms(word, languages));
}

/**
 * Returns the words of a question in both languages, since a question is too short to detect its language. Repeated words are repeated, so that they
 * count more (docs/decisions/knowledge/0081). At most 256 words.
 */
export function extractQuestionWords(question: string): string[][] {
	return extractContentWords(question)
		.slice(0, maxQuestionWords)
		.map((word) => listForms(word, ['pt', 'en']));
}

/** Returns what a question is about: its words, each once, without words of questioning. */
export function extractQuestionTerms(question: string): string[][] {
	const words = extractContentWords(question).filter((word) => !askingWords.has(foldAccents(word)));
	const terms = words.slice(0, maxQuestionWords).map((word) => listForms(word, ['pt', 'en']));
	return [...new Map(terms.map((forms) => [forms.join(), forms])).values()];
}

/** Returns the words of a text except function words, in lower case, in order. */
export function extractContentWords(text: string): string[] {
	const words = text.replace(tokenShape, ' ').replace(greeting, ' ').normalize('NFC').toLowerCase().match(word) ?? [];
	return words.filter((word) => !functionWords.has(foldAccents(word))).map((word) => word.slice(0, maxWord));
}

/** Returns the search forms of a lower-case word: its stems, and `descalc*` for a long word. */
export function listForms(word: string, languages: readonly Language[]): string[] {
	const key = languages.join() + word;
	let forms = cache.get(key);
	if (!forms) {
		const folded = foldAccents(word);
		const spellings = [
			...new Set([
				word,
				folded,
				withPortugueseEnding(folded),
				toPortugueseSingular(folded),
				folded.replace(/our(?=s?$)/, 'or'),
				folded.replace(/(?<=[ae])m$/, ''),
			]),
		];
		const stems = languages.flatMap((language) => spellings.map((spelling) => foldAccents(loadStemmer(language)(spelling))));
		forms = [...new Set(folded.length >= prefix ? [...stems, `${folded.slice(0, prefix)}*`] : stems)];
		if (cache.size >= maxCached) cache.clear();
		cache.set(key, forms);
	}
	return forms;
}

/** `limões` and `limão`, `pães` and `pão`: the stemmer gives them different stems. */
function toPortugueseSingular(folded: string): string {
	return folded.replace(/[oa]es$/, 'ao');
}

/** Adds the accents that the Portuguese stemmer needs to recognise an ending. */
function withPortugueseEnding(folded: string): string {
	return folded.replace(/cao$/, 'ção').replace(/coes$/, 'ções').replace(/oes$/, 'ões');
}

/** Removes accents: `devolução` and `devolucao` count as one word. */
export function foldAccents(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '');
}
