import { detectLanguage, type Language } from '../base/text/language';
import { tokenShape } from '../base/text/masked-token';
import type { Passage } from '../ports/knowledge/passages';
import { extractQuestionTerms, extractTerms, foldAccents } from '../words/terms';
import { splitIntoSentences } from './sentences';

const maxLength = 8_000;
const maxStatements = 20;
const maxPassages = 50;
export const fewestWords = 2;
const scopeOfDenial = 80;

const numberWords: ReadonlyMap<string, string> = new Map(
	[
		'two dois duas',
		'three tres',
		'four quatro',
		'five cinco',
		'six seis',
		'seven sete',
		'eight oito',
		'nine nove',
		'ten dez',
		'half meio meia metade',
		'both ambos ambas',
		'every cada',
	].flatMap((words, index) => words.split(' ').map((word) => [word, index < 9 ? String(index + 2) : `=${index}`] as const)),
);
const turns = new Map(
	[
		'not never without cannot nao nunca nem sem nenhum nenhuma none neither nor',
		'only so somente apenas just',
		'except unless exceto salvo',
		'before antes',
		'after depois apos',
		'more mais over acima above',
		'less menos under abaixo below',
		'must shall required deve devem obrigatorio obrigatoria',
		'or ou',
		'until till ate',
	].flatMap((words, index) => words.split(' ').map((word) => [word, index] as const)),
);

export interface Said {
	numbers: { value: string; unit: string[] }[];
	turns: string;
	tokens: string[];
	words: string[][];
	denied: string[][];
}

/**
 * Only if a sentence of a passage contains all words, numbers and units of each sentence, and no other numbers or negations. Otherwise the answer is
 * unchanged: a citation in another sentence would vouch for it.
 */
export function citeStatements(answer: string, passages: Passage[]): string {
	if (answer.length > maxLength || /\[\d{1,3}\]/.test(answer)) return answer;
	const statements = [...new Intl.Segmenter('pt', { granularity: 'sentence' }).segment(answer)].map(({ segment }) => segment);
	if (statements.length > maxStatements) return answer;
	const sources = readSources(passages);
	const cited: string[] = [];
	for (const statement of statements) {
		const number = /[\p{L}\p{N}]/u.test(statement) ? findSource(statement, sources) : 0;
		if (number === undefined) return answer;
		cited.push(number === 0 ? statement : statement.replace(/(?=[.!…]{0,8}\s*$)/u, ` [${number}]`));
	}
	return cited.join('');
}

interface StatementSource {
	title: string;
	sentences: string[];
}

export const readSources = (passages: Passage[]): StatementSource[] =>
	passages.slice(0, maxPassages).map(({ title, text }) => ({ title, sentences: splitIntoSentences(text) }));

export function findSource(statement: string, sources: StatementSource[]): number | undefined {
	if (statement.includes('?')) return undefined;
	const said = read(statement);
	if (said.words.length < fewestWords) return undefined;
	const index = sources.findIndex(({ title, sentences }) => {
		const ofTitle = extractTerms(title, ['pt', 'en']);
		return sentences.some((sentence) => supports(read(sentence), said, ofTitle));
	});
	return index < 0 ? undefined : index + 1;
}

function supports(source: Said, said: Said, ofTitle: string[][]): boolean {
	if (source.turns !== said.turns || source.numbers.length !== said.numbers.length) return false;
	const sameNumbers = said.numbers.every(({ value, unit }, index) => {
		const other = source.numbers[index]!;
		return value === other.value && (unit.length === 0 || other.unit.length === 0 || isSame(unit, other.unit));
	});
	if (!sameNumbers || !said.tokens.every((token) => source.tokens.includes(token))) return false;
	return source.turns === '' ? isCovered(said.words, source.words, ofTitle) : isSubsequence(said.words, source.words);
}

const isSame = (forms: string[], others: string[]) => forms.some((form) => others.includes(form));

function isCovered(words: string[][], bySentence: string[][], byTitle: string[][]): boolean {
	const sentence = new Set(bySentence.flat());
	const title = new Set(byTitle.flat());
	const inSentence = words.filter((forms) => forms.some((form) => sentence.has(form)));
	const others = words.filter((forms) => !forms.some((form) => sentence.has(form)));
	return inSentence.length >= fewestWords && others.every((forms) => forms.some((form) => title.has(form)));
}

function isSubsequence(words: string[][], source: string[][]): boolean {
	let at = 0;
	return words.every((forms) => {
		while (at < source.length && !isSame(forms, source[at]!)) at += 1;
		return at++ < source.length;
	});
}

/** @param language decides if `no` is a negation */
export function read(sentence: string, language: Language = detectLanguage(sentence)): Said {
	const plain = sentence.replace(tokenShape, ' ').toLowerCase();
	const folded = foldAccents(plain).replace(/n['’]t\b/g, ' not');
	const numbers: Said['numbers'] = [];
	const changes: number[] = [];
	const denied: string[][] = [];
	for (const { 0: piece, index } of folded.matchAll(/(?:r?\$|[€£] ?)?\d+(?:[.,:/]\d+)*(?: ?%)?|\p{L}+/gu)) {
		const value = /\d/.test(piece) ? piece.replaceAll(' ', '') : numberWords.get(piece);
		if (value !== undefined) {
			const following = /^[\s-]*(\p{L}+)/u.exec(folded.slice(index + piece.length))?.[1] ?? '';
			numbers.push({ value, unit: extractTerms(following, ['pt', 'en']).flat() });
		}
		const change = turns.get(piece) ?? (language === 'en' && piece === 'no' ? 0 : undefined);
		if (change !== undefined) changes.push(change);
		if (change === 0)
			denied.push(extractTerms(folded.slice(index + piece.length, index + piece.length + scopeOfDenial), ['pt', 'en'])[0] ?? []);
	}
	const words = extractQuestionTerms(sentence).filter(([form]) => /\p{L}/u.test(form!));
	return { numbers, turns: changes.join(), tokens: sentence.match(tokenShape) ?? [], words, denied };
}
