import { bareToken, tokenShape } from './masked-token';

/** The languages of texts for people. */
export type Language = 'en' | 'pt';

/** Function words of one language that are not words of the other. */
const functionWords: Record<Language, Set<string>> = {
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
const readCharacters = 4_000;

/** Returns the language of texts for people in a locale (BCP 47); undefined if there are none in it. */
export function toLanguage(locale: string): Language | undefined {
	const { language } = new Intl.Locale(locale);
	return language === 'en' || language === 'pt' ? language : undefined;
}

/**
 * Detects the language of a text, from a short question up: Portuguese if its words and letters indicate it, else English.
 * @param usual the language of a text whose function words and accents indicate none, such as "ok"
 */
export function detectLanguage(text: string, usual?: Language): Language {
	if (usual !== undefined) {
		const [language, other] = possibleLanguages(text);
		return other === undefined ? language! : usual;
	}
	return scorePortuguese(text) > 0 ? 'pt' : 'en';
}

/** What indicates the language of an answer. */
interface Talk {
	message: string;
	/** What was said before, oldest first. */
	earlier?: readonly string[];
	/** The prompt of who answers. */
	prompt?: string;
	/** The language where none of these texts indicates one. */
	usual?: Language;
}

/**
 * Returns the language of an answer: that of the message, else of the conversation, the prompt, and the environment. A prompt in English decides
 * last: such prompts are written for people of all languages.
 */
export function findLanguage({ message, earlier = [], prompt = '', usual }: Talk): Language {
	const said = [message, ...earlier.toReversed()].map(identifySurely).find((language) => language !== undefined);
	const own = identifySurely(prompt);
	const known = said ?? (own === 'pt' ? own : usual);
	if (known !== undefined) return known;
	return own === 'en' && scorePortuguese(message) < 1 ? own : detectLanguage(message);
}

/** Returns the sole language that a text can be in. */
export function identifySurely(text: string): Language | undefined {
	const [language, other] = possibleLanguages(text);
	return other === undefined ? language : undefined;
}

const scorePortuguese = (text: string): number => splitWords(text).reduce((sum, word) => sum + compareLanguages(word), 0);

/** From this difference between its function words and accents on, a text is surely in one language. */
const surely = 2;

/**
 * Returns the languages that a text can be in: one if its function words and accents indicate it, else both. Tables, lists and programs have no
 * function words, and guesses from other words are unreliable.
 */
export function possibleLanguages(text: string): Language[] {
	const words = splitWords(text);
	const pt = words.filter((word) => functionWords.pt.has(word) || portugueseLetters.test(word)).length;
	const en = words.filter((word) => functionWords.en.has(word)).length;
	if (pt > surely * en) return ['pt'];
	return en > surely * pt ? ['en'] : ['pt', 'en'];
}

/**
 * Returns the language of most of a text, or `other` for any language but Portuguese and English. Undefined if the text is too short or has too few
 * function words.
 */
export function identifyLanguage(text: string): Language | 'other' | undefined {
	const read = text.slice(0, readCharacters).replace(address, ' ').normalize('NFC').toLowerCase().replaceAll('’', "'");
	const letters = read.match(/\p{L}/gu)?.length ?? 0;
	const foreign = read.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0;
	if (foreign >= 2 && foreign * 2 > letters) return 'other';
	const words = read.match(/[\p{L}\p{M}']+/gu) ?? [];
	if (words.length < fewestWords) return undefined;
	const scores = { pt: 0, en: 0, other: 0 };
	for (const word of words) for (const [language, weight] of readVotes(word)) scores[language] += weight;
	const [[best, score], [, second]] = Object.entries(scores).sort(([, one], [, other]) => other - one) as [
		[Language | 'other', number],
		[string, number],
	];
	// A text in a language that none of these words belong to.
	if (words.length >= manyWords && score < words.length * fewestKnown) return 'other';
	return score >= 2 && score >= second * clearly ? best : undefined;
}

/** Web and mail addresses do not belong to a language. */
const address = /(?:https?:\/\/|www\.|\S{1,64}@)\S{1,2000}/gi;
const fewestWords = 4;
const manyWords = 12;
const fewestKnown = 0.08;
const clearly = 1.25;

/** A word that several languages share is not a vote for a single one. */
function* readVotes(word: string): Iterable<[Language | 'other', number]> {
	const [pt, en] = [functionWords.pt.has(word) || portugueseToo.has(word), functionWords.en.has(word)];
	const other = otherWords.has(word) || otherLetters.test(word);
	const share = 1 / Math.max(1, Number(pt) + Number(en) + Number(other));
	if (pt) yield ['pt', share];
	if (en) yield ['en', share];
	if (other) yield ['other', share];
	if (/[ãõ]|ção$|ções$|lh|nh/.test(word)) yield ['pt', 0.5];
}

/** Function words of Portuguese that other languages share. */
const portugueseToo = new Set('a as do me no nos se te'.split(' '));

/** Function words of Spanish, French, Italian, German and Dutch. */
const otherWords = new Set(
	(
		'el la los las un unos unas del al y o pero con por para que qué cómo cuándo dónde es son está están hay muy más también usted ustedes tiene tienen puede pueden su sus mi este esta esto ese eso lo le les se nos yo tú él ella nosotros hola gracias sí no ' +
		'le les des du au aux et ou mais avec pour dans sur est sont cette ces ce il elle nous vous ils je ne pas plus très bien merci bonjour votre vos notre nos qui une être avoir ' +
		"il lo gli dei delle della nel nella di e ma con per è sono questo questa non più molto anche può suo sua che chi come quando dove grazie ciao l'ordine " +
		'der die das den dem des ein eine einen einem und oder aber mit für auf ist sind war nicht auch sehr ich sie wir ihr ihre ihren kann können haben hat wird werden von zu zum zur bei nach über danke bitte hallo guten ' +
		'het een van en niet met voor op zijn wordt kan kunnen heeft hebben uw wij jij ook maar naar bij'
	).split(' '),
);
const otherLetters = /[ñ¿¡ßäöøåæœłąężźśčřšžďťňűőğışțșđþð]|[èùîëï]/;

/** Returns a number above zero for Portuguese, below zero for English. */
function compareLanguages(word: string): number {
	if (functionWords.pt.has(word)) return 2;
	if (functionWords.en.has(word)) return -2;
	if (portugueseLetters.test(word)) return 2;
	if (portugueseEndings.test(word)) return 1;
	// "A" and words in -e are as common in both.
	return englishShapes.test(word) ? -1 : /.[ao]s?$/.test(word) ? 0.5 : 0;
}

/** Reads only the beginning of the text, without tokens and addresses, whose letters would count. */
function splitWords(text: string): string[] {
	const written = text.slice(0, readCharacters).replace(address, ' ').replace(tokenShape, ' ').replace(bareToken, ' ');
	const read = written.normalize('NFC').toLowerCase().replaceAll('’', "'");
	return read.match(/[\p{L}\p{M}']+/gu) ?? [];
}
