import type { Language } from './ports';

/** Words that carry grammar in one language and are no word of the other. */
const FUNCTION_WORDS: Record<Language, Set<string>> = {
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

const PORTUGUESE_LETTERS = /[ãõçáéíóúâêôà]/;
const PORTUGUESE_ENDINGS = /(?:ção|ções|cao|coes|mente|dade|agem|inho|inha)$/;
const ENGLISH_SHAPES = /(?:ing|tion|tions|ght|ly|ed)$|th|wh|sh|ck|oo|ee|w|k/;
const READ_CHARACTERS = 4_000;

/** The language of a text, from a short question up: Portuguese when its words and letters say so, else English. */
export function detectLanguage(text: string): Language {
	const words =
		text
			.slice(0, READ_CHARACTERS)
			.normalize('NFC')
			.toLowerCase()
			.replaceAll('’', "'")
			.match(/[\p{L}\p{M}']+/gu) ?? [];
	const score = words.reduce((sum, word) => sum + portugueseness(word), 0);
	return score > 0 ? 'pt' : 'en';
}

/** Above zero for Portuguese, below for English. */
function portugueseness(word: string): number {
	if (FUNCTION_WORDS.pt.has(word)) return 2;
	if (FUNCTION_WORDS.en.has(word)) return -2;
	if (PORTUGUESE_LETTERS.test(word)) return 2;
	if (PORTUGUESE_ENDINGS.test(word)) return 1;
	return ENGLISH_SHAPES.test(word) ? -1 : /[aeo]s?$/.test(word) ? 0.5 : 0;
}
