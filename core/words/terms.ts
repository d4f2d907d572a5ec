import type * as StemmerLibrary from 'snowball-stemmers';
import { tokenShape } from '../base/text/masked-token';
import type { Language } from '../base/text/language';
import { askingWords, functionWords } from './stop-words';

type Stem = (word: string) => string;

let stemmers: Record<Language, Stem> | undefined;
/** Loaded with the first text: the tables of 24 languages are one file. `require` keeps reading synchronous. */
function loadStemmer(language: Language): Stem {
	if (!stemmers) {
		// oxlint-disable-next-line @typescript-eslint/no-require-imports
		const { newStemmer } = require('snowball-stemmers') as typeof StemmerLibrary;
		const pt = newStemmer('portuguese');
		const en = newStemmer('english');
		stemmers = { pt: (word) => pt.stem(word), en: (word) => en.stem(word) };
	}
	return stemmers[language];
}

/** Written without spaces or, in Korean, with endings after each word. */
const unspaced = 'Han Hiragana Katakana Bopomofo Hangul Yi Thai Lao Khmer Myanmar Tai_Tham Tai_Le New_Tai_Lue Tai_Viet Javanese Balinese'
	.split(' ')
	.map((script) => String.raw`\p{scx=${script}}`)
	.join('');
const unspacedLetter = new RegExp(String.raw`[[${unspaced}]--[\p{Nd}\p{M}]]`, 'v');
const runs = new RegExp(String.raw`${unspacedLetter.source}[[${unspaced}\p{M}]--\p{Nd}]*|(?:(?!${unspacedLetter.source})[^])+`, 'gv');
const letters = /[\p{L}\p{N}]\p{M}*/gu;

const greeting = /\b(?:bom dia|boa tarde|boa noite|good (?:morning|afternoon|evening))\b/gi;
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const maxWord = 40;
/** Long words with the same beginning count as one: `descalcificar` and `descalcifique` have different stems. */
const prefix = 7;
const maxQuestionWords = 256;
const maxCached = 50_000;
const cache = new Map<string, string[]>();

/**
 * Content words in order, each with its stem and the stem without accents, as people type it. A pair of letters has each letter as a form too, for
 * questions of one letter. Vault tokens are not words.
 */
export function extractTerms(text: string, languages: readonly Language[]): string[][] {
	return extractContentWords(text).map((word) => {
		const forms = listForms(word, languages);
		return unspacedLetter.test(word) ? [...new Set([...forms, ...(word.match(letters) ?? [])])] : forms;
	});
}

/** Uses both languages: a question is too short to detect one. Repeated words count more (docs/decisions/knowledge/0081). At most 256 words. */
export function extractQuestionWords(question: string): string[][] {
	return extractContentWords(question)
		.slice(0, maxQuestionWords)
		.map((word) => listForms(word, ['pt', 'en']));
}

/** Each word once, without words of questioning. */
export function extractQuestionTerms(question: string): string[][] {
	const words = extractContentWords(question).filter((word) => !askingWords.has(foldAccents(word)));
	const terms = words.slice(0, maxQuestionWords).map((word) => listForms(word, ['pt', 'en']));
	return [...new Map(terms.map((forms) => [forms.join(), forms])).values()];
}

/** For names of function words only: a band is called The Who, and a department IT. Empty if the text has other words. At most 256 words. */
export function extractNameWords(text: string): string[][] {
	if (extractContentWords(text).length > 0) return [];
	return splitWords(text.replace(tokenShape, ' ').replace(greeting, ' '))
		.slice(0, maxQuestionWords)
		.map((word) => [`=${foldAccents(word)}`]);
}

/** Without function words, in lower case, in order. Languages without spaces have pairs of letters as words. */
export function extractContentWords(text: string): string[] {
	return splitWords(text.replace(tokenShape, ' ').replace(greeting, ' '))
		.filter((word) => !functionWords.has(foldAccents(word)))
		.map((word) => word.slice(0, maxWord));
}

/** A long run of such letters is not one word. */
export function isWrittenWithoutSpaces(text: string): boolean {
	return unspacedLetter.test(text);
}

function splitWords(text: string): string[] {
	const folded = foldText(text);
	const words = folded.match(word) ?? [];
	return unspacedLetter.test(folded) ? words.flatMap(splitRuns) : words;
}

/**
 * Runs without spaces become pairs of letters: dictionaries split a word differently in a question and in a text, and from one version to the next.
 */
function splitRuns(word: string): string[] {
	if (!unspacedLetter.test(word)) return [word];
	return (word.match(runs) ?? []).flatMap((run) => {
		const letter = unspacedLetter.test(run) ? (run.match(letters) ?? []) : [];
		return letter.length < 2 ? [run] : letter.slice(1).map((second, index) => letter[index]! + second);
	});
}

/**
 * Format characters are invisible, such as soft hyphens (UAX 29, WB4), and a tatweel only stretches a word. In scripts without spaces, a zero-width
 * space separates words.
 */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]/gu;
const separator = /(?<=[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}?)\u200b/gu;
/** Powers and note marks are not part of the word before them, but m² is m2 and CO₂ is CO2. */
const raised = /(?<=\p{Nd}|\p{L}{3})(?=[⁰¹²³⁴-⁹⁻])|(?<=\p{Nd})(?=[₀-₉])|(?<=[⁰¹²³⁴-⁹₀-₉])(?=\p{Nd})/gu;

/** Folds compatible forms and case, and removes invisible characters (UAX 15, NFKC). */
function foldText(text: string): string {
	const visible = text.replace(separator, ' ').replace(invisible, '').replace(raised, ' ');
	return visible.normalize('NFKC').toUpperCase().toLowerCase();
}

/** Stems of a lower-case word, and `descalc*` for a long one. */
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

/** The Portuguese stemmer needs the accents to recognise an ending. */
function withPortugueseEnding(folded: string): string {
	return folded.replace(/cao$/, 'ção').replace(/coes$/, 'ções').replace(/oes$/, 'ões');
}

const accented = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{N}])\p{M}+/gu;

/** `devolução` and `devolucao` count as one word. In other scripts, marks are letters. */
export function foldAccents(text: string): string {
	return text.normalize('NFD').replace(accented, '$1').normalize('NFC');
}
