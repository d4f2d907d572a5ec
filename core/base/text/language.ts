import type { Language } from './languages';
import { bareToken, tokenShape } from './masked-token';

export type { Language } from './languages';

export const functionWords: Record<Language, Set<string>> = {
	pt: new Set(
		(
			'o os um uma uns umas de da dos das na nas em ao aos à às pelo pela pelos pelas por para pra pro com sem que quê qual quais quem quando onde como quanto quanta quantos quantas ' +
			'eu ele ela nós vocês você vc vcs meu minha meus minhas seu sua seus suas nosso nossa esse essa este esta isso isto aquele ' +
			'é são era foi ser está estão estou tem têm tenho ter há posso pode podem podemos quero queria gostaria preciso vou vai faço fazer faz fica ' +
			'não sim já também mas ou e se até depois antes ainda mais muito porque pois então olá oi obrigado obrigada bom boa favor aqui vale dá'
		).split(' '),
	),
	en: new Set(
		(
			'the an and or of to in on at by for with without from into that this these those which who whom whose what when where why how ' +
			'i you he she it we they my your his her our their its mine ' +
			'is are was were be been am do does did have has had can could will would shall should may might must ' +
			'not yes no if any some there here please thanks thank hello hi hey want need get got much many long not about after before ' +
			"i'm i've i'd it's don't doesn't can't isn't didn't won't what's where's how's you're"
		).split(' '),
	),
};

const portugueseLetters = /[ãõçáéíóúâêôà]/;
const portugueseEndings = /(?:ção|ções|cao|coes|mente|dade|agem|inho|inha|nte|ndo|ou|ei|iu)$/;
const englishShapes = /(?:ing|tion|tions|ght|ly|ed)$|th|wh|sh|ck|ph|oo|ee|w|k|y/;
export const readCharacters = 4_000;

/** Returns the language of texts for a locale (BCP 47); undefined if it has none. */
export function toLanguage(locale: string): Language | undefined {
	const { language } = new Intl.Locale(locale);
	return language === 'en' || language === 'pt' ? language : undefined;
}

/**
 * Detects the language of a text, from a short question up: Portuguese if its words and letters indicate it, else English. @param usual language of a
 * text without indications, such as "ok"
 */
export function detectLanguage(text: string, usual?: Language): Language {
	if (usual !== undefined) {
		const [language, other] = possibleLanguages(text);
		return other === undefined ? language! : usual;
	}
	return scorePortuguese(text) > 0 ? 'pt' : 'en';
}

interface Talk {
	message: string;
	earlier?: readonly string[];
	prompt?: string;
	usual?: Language;
}

/**
 * Returns the language of an answer: of the message, else of the conversation, the prompt, or the environment. An English prompt decides last: such
 * prompts are written for people of all languages.
 */
export function findLanguage({ message, earlier = [], prompt = '', usual }: Talk): Language {
	for (const text of [message, ...earlier.toReversed()]) {
		const said = identifySurely(text);
		if (said !== undefined) return said;
	}
	const own = identifySurely(prompt);
	const known = own === 'pt' ? own : usual;
	if (known !== undefined) return known;
	return own === 'en' && scorePortuguese(message) < 1 ? own : detectLanguage(message);
}

export function identifySurely(text: string): Language | undefined {
	const [language, other] = possibleLanguages(text);
	return other === undefined ? language : undefined;
}

const scorePortuguese = (text: string): number => splitWords(text).reduce((sum, word) => sum + compareLanguages(word), 0);

/** From this difference between its function words and accents, a text is surely in one language. */
const surely = 2;

/**
 * Returns the possible languages of a text: one if its function words and accents indicate it, else both. Tables, lists and programs have no function
 * words, and other words are unreliable.
 */
export function possibleLanguages(text: string): Language[] {
	const words = splitWords(text);
	const pt = words.filter((word) => functionWords.pt.has(word) || portugueseLetters.test(word)).length;
	const en = words.filter((word) => functionWords.en.has(word)).length;
	if (pt > surely * en) return ['pt'];
	return en > surely * pt ? ['en'] : ['pt', 'en'];
}

export const address = /(?:https?:\/\/|www\.|\S{1,64}@)\S{1,2000}/gi;

function compareLanguages(word: string): number {
	if (functionWords.pt.has(word)) return 2;
	if (functionWords.en.has(word)) return -2;
	if (portugueseLetters.test(word)) return 2;
	if (portugueseEndings.test(word)) return 1;
	// "A" and words in -e are as common in both.
	return englishShapes.test(word) ? -1 : /.[ao]s?$/.test(word) ? 0.5 : 0;
}

/** Reads only the beginning, without tokens and addresses, whose letters would count. */
function splitWords(text: string): string[] {
	const written = text.slice(0, readCharacters).replace(address, ' ').replace(tokenShape, ' ').replace(bareToken, ' ');
	const read = written.normalize('NFC').toLowerCase().replaceAll('’', "'");
	return read.match(/[\p{L}\p{M}']+/gu) ?? [];
}
