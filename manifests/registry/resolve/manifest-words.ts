import { contentWords, formsOf } from '../../../core/knowledge/terms';
import type { ManifestSummary } from '../registry-api';

/** Nobody knows in which of the two a question is asked and a purpose is written. */
const languages = ['en', 'pt'] as const;

/** A word as it was asked, with the forms under which it is found. */
export interface AskedWord {
	word: string;
	forms: readonly string[];
}

const MAX_WORDS = 32;

/** The words of a question or of a capability that say something, each once. */
export function askedWords(text: string): AskedWord[] {
	const words = [...new Set(contentWords(apart(text)))].slice(0, MAX_WORDS);
	return words.map((word) => ({ word, forms: formsOfWord(word) }));
}

/** What a manifest says of itself, as the forms of its words. */
export interface ManifestWords {
	/** Of each capability on its own. */
	capabilities: Array<{ capability: string; forms: ReadonlySet<string> }>;
	name: ReadonlySet<string>;
	purpose: ReadonlySet<string>;
}

export function wordsOf({ capabilities, name, purpose = '' }: Pick<ManifestSummary, 'capabilities' | 'name' | 'purpose'>): ManifestWords {
	return {
		capabilities: capabilities.map((capability) => ({ capability, forms: formsIn(capability) })),
		name: formsIn(name),
		purpose: formsIn(purpose),
	};
}

const formsIn = (text: string): Set<string> => new Set(contentWords(apart(text)).flatMap(formsOfWord));

/** Numbers have one form; the stemmers need not look at them. */
const formsOfWord = (word: string): string[] => (/^\p{N}+$/u.test(word) ? [word] : formsOf(word, languages));

/** `readCrm` is two words, like `crm.read`. */
const apart = (text: string): string => text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');

export const isIn = ({ forms }: AskedWord, found: ReadonlySet<string>): boolean => forms.some((form) => found.has(form));
