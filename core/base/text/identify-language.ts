import { address, functionWords, type Language, readCharacters } from './language';
import { tokenShape } from './masked-token';
import otherLanguages from './other-languages.json';
import { memoizeWords } from './memoize-words';

type Spoken = Language | 'es' | 'other';
type Votes = Record<Spoken, number>;

const fewestWords = 4;
const manyWords = 12;
const fewestKnown = 0.08;
const clearly = 1.25;

/**
 * Returns the main language of a text; `other` for all but Portuguese and English; undefined if the text is too short or has too few function words.
 */
export function identifyLanguage(text: string): Language | 'other' | undefined {
	const read = prepare(text.slice(0, readCharacters));
	if (isOtherScript(read)) return 'other';
	const words = splitWords(read);
	if (words.length < fewestWords) return undefined;
	const { pt, en, es, other } = countVotes(words);
	const scores = { pt, en, other: es + other };
	const [[best, score], [, second]] = Object.entries(scores).sort(([, one], [, another]) => another - one) as [
		[Language | 'other', number],
		[string, number],
	];
	// None of these words belong to its language.
	if (words.length >= manyWords && score < words.length * fewestKnown) return 'other';
	if (best === 'pt' && !words.some(isOnlyPortuguese)) return undefined;
	return score >= 2 && score >= second * clearly ? best : undefined;
}

/** Words of Portuguese that Spanish has too: "Receta de gazpacho, por favor" is in neither language for sure. */
const iberian = new Set('a as de me te se nos no nem como por para este esta favor ser era tu e'.split(' '));

function isOnlyPortuguese(original: string): boolean {
	const word = original.toLowerCase();
	const { spoken, isPortuguese } = readWord(original);
	// Spanish has it between two things alone.
	return isPortuguese || word === 'o' || (spoken.includes('pt') && !spoken.includes('es') && !iberian.has(word));
}

/** A sentence of this many unknown words is in another language; fewer are a list, or names. */
const manyUnknown = 5;
const sentence = /[^.!?…。！？؟।\n]+/gu;

/** Returns whether a sentence is surely in another language. Stricter than for a whole text: one sentence can give an order. */
export function hasOtherSentence(text: string, allowed: readonly Spoken[]): boolean {
	return (prepare(text).match(sentence) ?? []).some((one) => isOther(one, allowed));
}

export const hasOtherScript = (text: string): boolean => (prepare(text).match(sentence) ?? []).some(isOtherScript);

/** Few words, and words that several languages share, prove nothing. */
function isOther(text: string, allowed: readonly Spoken[]): boolean {
	if (isOtherScript(text)) return true;
	const isMixed = /\p{Ll}/u.test(text);
	const words = splitWords(text).filter((word, index) => index === 0 || !isMixed || !/^\p{Lu}/u.test(word));
	if (words.length < 2) return false;
	const votes = Object.entries(countVotes(words)) as Array<[Spoken, number]>;
	const sumOf = (isAllowed: boolean) => votes.reduce((sum, [one, count]) => sum + (allowed.includes(one) === isAllowed ? count : 0), 0);
	const known = sumOf(true);
	const strange = sumOf(false);
	if (known + strange === 0) return words.length >= manyUnknown && !words.some(isShaped) && !code.test(text);
	if (known === 0 && strange >= 1 && !code.test(text)) return true;
	return strange >= 2 && strange >= known * clearly;
}

/** Programs and tables have words of no language. */
const code = /[{}<>=_;|]|\w\(|--|^\s*[\w-]+:\s\S+$/;

const isShaped = (word: string): boolean =>
	/(?:[^aeiou]ing|tions?|ed|ly|ment|ments|ness|able|ers|ies|ous|ity|ches|shes|ação|ações|mente|dade|amos|emos|imos|ando|endo|indo|ción|ciones|dad)$/.test(
		word,
	);

const masked = new RegExp(String.raw`${tokenShape.source}|\[[A-Z]{2,16}(?:_h_[a-z]{16})?\]`, 'gi');

const marksAddress = /@|:\/\/|www\./i;

function prepare(text: string): string {
	const own = marksAddress.test(text) ? text.replace(address, ' ') : text;
	const unmasked = own.includes('[') ? own.replace(masked, ' ') : own;
	return unmasked.normalize('NFC').replaceAll('’', "'");
}

const splitWords = (text: string): string[] => text.match(/[\p{L}\p{M}']+/gu) ?? [];

const rareLetter = /[^\0-\u00b4\u00b6-\u02b8]/;

function isOtherScript(text: string): boolean {
	if (!rareLetter.test(text)) return false;
	const foreign = text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0;
	return foreign >= 2 && foreign * 2 > text.match(/\p{L}/gu)!.length;
}

/** Shared words do not vote for a single language. */
function countVotes(words: readonly string[]): Votes {
	const votes: Votes = { pt: 0, en: 0, es: 0, other: 0 };
	for (const word of words) {
		const { spoken, isPortuguese } = readWord(word);
		for (const one of spoken) votes[one] += 1 / spoken.length;
		if (isPortuguese) votes.pt += 0.5;
	}
	return votes;
}

const readWord = memoizeWords((original) => {
	const word = original.toLowerCase();
	return { spoken: listLanguages(word), isPortuguese: /[ãõ]|ção$|ções$|lh|nh/.test(word) };
});

function listLanguages(word: string): Spoken[] {
	const known: Spoken[] = [];
	if (functionWords.pt.has(word) || portugueseToo.has(word)) known.push('pt');
	if (functionWords.en.has(word) || englishToo.has(word)) known.push('en');
	if (spanishWords.has(word) || /[ñ¿¡]/.test(word) || (known.length === 0 && spanishToo.has(word))) known.push('es');
	const isShared = sharedWords.has(word) && !known.includes('es');
	if (isShared || otherLetters.test(word) || (known.length === 0 && others.has(foldLetters(word)))) known.push('other');
	return known;
}

/** Portuguese function words that other languages share, numbers, and words of short messages to companies. */
const portugueseToo = new Set(
	'a as do me no nos se te nem som par ir dar lei vos tu ser tá tô cê hein demais dois duas três quatro oito nove dez aí nao voce voces peça peças máquina máquinas chapa chapas aço preço prazo hoje amanhã'.split(
		' ',
	),
);
const englishToo = new Set(
	'tell give cannot between per each both than while onto only other more most such same own too very just because so but our us him her out up down over under again off then all during above below every until used use using see take most come min die plus'.split(
		' ',
	),
);
const spanishWords = new Set(
	(
		'el la los las un unos unas del al y o pero con por para que qué cómo cuándo dónde es son está están hay muy más también usted ustedes ' +
		'tiene tienen puede pueden su sus mi este esta esto ese eso lo le les se nos yo tú él ella nosotros hola gracias sí no'
	).split(' '),
);
/** Counts as Spanish only if a word is not Portuguese or English. */
const spanishToo = new Set('si tu te lo ni ya u van han va dar viene ve bien tres cosa ir en desde hasta sin fue'.split(' '));
const sharedWords = new Set('la di e ma con chi quando le les des du son qui ne se un mais van'.split(' '));
/** Function words of other languages with Latin letters, without accents, also if English, Portuguese or Spanish share them. */
const others = new Set(Object.values(otherLanguages).join(' ').split(' '));
const otherLetters = /[ßäöøåæœłąęćńśźżčďěľňřšťůžőűğışțţđþðāēģīķļņūėįųơư\u1e00-\u1eff]|[èùîëï]/;

const foldLetters = (word: string): string =>
	word
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replaceAll(/[łđıøæ]/g, (one) => ({ ł: 'l', đ: 'd', ı: 'i', ø: 'o', æ: 'ae' })[one]!);
