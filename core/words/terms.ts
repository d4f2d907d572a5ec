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

/** Scripts of languages that are written without spaces or, in Korean, with endings after each word. */
const unspaced = 'Han Hiragana Katakana Bopomofo Hangul Yi Thai Lao Khmer Myanmar Tai_Tham Tai_Le New_Tai_Lue Tai_Viet Javanese Balinese'
	.split(' ')
	.map((script) => String.raw`\p{scx=${script}}`)
	.join('');
const unspacedLetter = new RegExp(String.raw`[[${unspaced}]--[\p{Nd}\p{M}]]`, 'v');
/** Runs of letters that are written in one way. */
const runs = new RegExp(String.raw`${unspacedLetter.source}[[${unspaced}\p{M}]--\p{Nd}]*|(?:(?!${unspacedLetter.source})[^])+`, 'gv');
const letters = /[\p{L}\p{N}]\p{M}*/gu;

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
 * it. A pair of letters has each of them as a form too, for questions of one letter. Vault tokens stand for values and are not words.
 */
export function extractTerms(text: string, languages: readonly Language[]): string[][] {
	return extractContentWords(text).map((word) => {
		const forms = listForms(word, languages);
		return unspacedLetter.test(word) ? [...new Set([...forms, ...(word.match(letters) ?? [])])] : forms;
	});
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

/**
 * Returns the words of a title, heading or question that has only function words, in a form of their own: a band is called The Who, and a department IT.
 * Empty if it has other words. At most 256 words.
 */
export function extractNameWords(text: string): string[][] {
	if (extractContentWords(text).length > 0) return [];
	return splitWords(text.replace(tokenShape, ' ').replace(greeting, ' '))
		.slice(0, maxQuestionWords)
		.map((word) => [`=${foldAccents(word)}`]);
}

/** Returns the words of a text except function words, in lower case, in order. Languages without spaces have pairs of letters as words. */
export function extractContentWords(text: string): string[] {
	return splitWords(text.replace(tokenShape, ' ').replace(greeting, ' '))
		.filter((word) => !functionWords.has(foldAccents(word)))
		.map((word) => word.slice(0, maxWord));
}

/** Checks for a letter of a language without spaces: a long run of such letters is not one word. */
export function isWrittenWithoutSpaces(text: string): boolean {
	return unspacedLetter.test(text);
}

function splitWords(text: string): string[] {
	const folded = foldText(text);
	const words = folded.match(word) ?? [];
	return unspacedLetter.test(folded) ? words.flatMap(splitRuns) : words;
}

/**
 * Splits a word into runs in one way of writing, and those without spaces into pairs of letters. Dictionaries split a word differently in a question and
 * in a text, and from one version to the next.
 */
function splitRuns(word: string): string[] {
	if (!unspacedLetter.test(word)) return [word];
	return (word.match(runs) ?? []).flatMap((run) => {
		const letter = unspacedLetter.test(run) ? (run.match(letters) ?? []) : [];
		return letter.length < 2 ? [run] : letter.slice(1).map((second, index) => letter[index]! + second);
	});
}

/** Format characters are invisible, such as soft hyphens (UAX 29, WB4), and a tatweel only stretches a word. In scripts without spaces, a space of no width separates words. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]/gu;
const separator = /(?<=[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}?)\u200b/gu;
/** The power of a figure and the mark of a note are not part of what they follow, but m² is m2 and CO₂ is CO2. */
const raised = /(?<=\p{Nd}|\p{L}{3})(?=[⁰¹²³⁴-⁹⁻])|(?<=\p{Nd})(?=[₀-₉])|(?<=[⁰¹²³⁴-⁹₀-₉])(?=\p{Nd})/gu;

/** Writes equal words equally, whatever the file they are from: compatible forms and case folded, without what is invisible (UAX 15, NFKC). */
function foldText(text: string): string {
	const visible = text.replace(separator, ' ').replace(invisible, '').replace(raised, ' ');
	return visible.normalize('NFKC').toUpperCase().toLowerCase();
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

const accented = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{N}])\p{M}+/gu;

/** Removes accents: `devolução` and `devolucao` count as one word. In other scripts, marks are letters. */
export function foldAccents(text: string): string {
	return text.normalize('NFD').replace(accented, '$1').normalize('NFC');
}
