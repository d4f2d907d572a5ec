import { extractTerms } from '../../words/terms';
import { fewestWords, read, type Said } from '../cite-statements';
import type { Source, SourceSentence } from './sources';

/** Min share of words in the sentence that says the same or the opposite. */
const leastShare = 0.8;
const fewestDenied = 3;

export function isDenied(said: Said, text: string, { sentences }: Source): boolean {
	if (said.words.length < fewestWords) return false;
	const close = sentences.filter((sentence) => isCovered(said.words, sentence));
	return close.length > 0 && close.every((sentence) => isOpposite(said, text, sentence));
}

/** A passage denies the whole statement, though the cited ones lack some of its words. */
export function isDeniedElsewhere(said: Said, text: string, cited: Source[], others: Source[]): boolean {
	if (said.words.length < fewestDenied || said.denied.length > 0) return false;
	const isWhole = (source: Source): boolean => said.words.every((forms) => forms.some((form) => source.words.has(form)));
	return !cited.some(isWhole) && others.some((source) => isWhole(source) && isDenied(said, text, source));
}

const agrees =
	/^\W*(?:yes|yeah|sure|certainly|of course|absolutely|definitely|correct|right|exactly|sim|claro|com certeza|certamente|isso|exato|exatamente|pode|podem|you can|it (?:is|does)|they (?:are|do))(?![\p{L}])/iu;
/** More than yes or no, or two things. */
const openQuestion =
	/(?<!\p{L})(?:what|which|who|whom|where|when|why|how|or|qual|quais|quem|onde|quando|quanto|quantos|quanta|quantas|como|que|por que|porque|ou|n[aã]o|not)(?!\p{L})|n[’']t/iu;

/** Words of the question that a short answer agrees to. Undefined for every other statement. */
export function readAgreement(text: string, said: Said, question: string): Said | undefined {
	const isShort = said.words.length < fewestWords && said.denied.length === 0;
	const isPlain = /^[^?]{1,200}\?\s*$/.test(question) && !openQuestion.test(question);
	if (!isShort || !isPlain) return undefined;
	const asked = read(question);
	const isOfQuestion = said.words.length > 0 && said.words.every((forms) => isAmong(forms, asked.words));
	return agrees.test(text) || isOfQuestion ? asked : undefined;
}

/** Words of a pronoun's subject count if the sentence has most of the others. */
function isCovered(words: string[][], { words: own, subject }: SourceSentence): boolean {
	const among = words.filter((forms) => isAmong(forms, own)).length;
	if (among >= words.length * leastShare) return true;
	if (subject.length === 0 || among < fewestWords || among * 2 < words.length) return false;
	return words.every((forms) => isAmong(forms, own) || isAmong(forms, subject));
}

const isAmong = (forms: string[], words: string[][]): boolean => words.some((others) => others.some((form) => forms.includes(form)));

const opposites = [
	['3', '4'],
	['5', '6'],
];
/** A negation is compared apart, and "or" in it only lists: "no drops or leaks". */
const ofDenial = new Set(['', '0', '8']);

function isOpposite(said: Said, text: string, sentence: Said): boolean {
	const [own, other] = [said, sentence].map(({ turns }) => turns.split(',').filter((turn) => !ofDenial.has(turn)));
	const isDenying = said.denied.length > 0;
	// "Not after 30 days" can mean "within 30 days".
	if (own!.join() !== other!.join()) return isDenying === sentence.denied.length > 0 && isTurned(own!, other!);
	if (isDenying === sentence.denied.length > 0) return false;
	return isDenying || sentence.denied.some((forms) => isAmong(forms, [...said.words, ...extractTerms(text, ['pt', 'en'])]));
}

const isTurned = (own: string[], other: string[]): boolean =>
	own.length === other.length &&
	own.every((turn, at) => turn === other[at] || opposites.some((pair) => pair.includes(turn) && pair.includes(other[at]!)));
