import { TOKEN_SHAPE } from '../guardrails/token';
import type { Language } from '../ports';
import { STOP_WORDS } from './stop-words';

type StemmerLibrary = typeof import('snowball-stemmers');
type Stem = (word: string) => string;

let stemmers: Record<Language, Stem> | undefined;
/** Loaded at the first text: the tables of 24 languages are one file. By `require`, so that reading a text stays synchronous. */
function stemmerOf(language: Language): Stem {
	if (!stemmers) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		const { newStemmer } = require('snowball-stemmers') as StemmerLibrary;
		const [pt, en] = [newStemmer('portuguese'), newStemmer('english')];
		stemmers = { pt: (word) => pt.stem(word), en: (word) => en.stem(word) };
	}
	return stemmers[language];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const MAX_WORD = 40;
const MAX_CACHED = 50_000;
const cache = new Map<string, string[]>();

/**
 * The content words of a text, in order, each as the forms it is found under: its stem, and the stem of what it looks like without
 * accents, as people type. A text is indexed in its own language; a question is too short to be sure and is read in both.
 * Vault tokens stand for values and are no words.
 */
export function termsOf(text: string, languages: readonly Language[]): string[][] {
	const words = text.replace(TOKEN_SHAPE, ' ').normalize('NFC').toLowerCase().match(WORD) ?? [];
	return words.filter((word) => word.length <= MAX_WORD && !STOP_WORDS.has(foldAccents(word))).map((word) => formsOf(word, languages));
}

function formsOf(word: string, languages: readonly Language[]): string[] {
	const key = languages.join() + word;
	let forms = cache.get(key);
	if (!forms) {
		const folded = foldAccents(word);
		forms = [
			...new Set(languages.flatMap((language) => [word, folded, spellOut(folded)].map((form) => foldAccents(stemmerOf(language)(form))))),
		];
		if (cache.size >= MAX_CACHED) cache.clear();
		cache.set(key, forms);
	}
	return forms;
}

/** The accents that the Portuguese stemmer needs to know an ending. */
function spellOut(folded: string): string {
	return folded.replace(/cao$/, 'ção').replace(/coes$/, 'ções').replace(/oes$/, 'ões');
}

/** Without accents: `devolução` and `devolucao` are one word. */
export function foldAccents(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '');
}
