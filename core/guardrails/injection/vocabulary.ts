import actors from './lexicon/actors.json';
import acts from './lexicon/acts.json';
import german from './lexicon/german.json';
import objects from './lexicon/objects.json';
import spanish from './lexicon/spanish.json';
import { memoizeWords } from '../../base/text/memoize-words';
import { readWords, type Words } from '../read-words';
import { type ClassifiedWord, readLeet, type WordBook } from './word-book';

/**
 * English and Portuguese words by class; a word can be in several. Without accents; verbs in commanding forms: "esqueça" and "to forget", not
 * "esqueci" or "forgot".
 */
const lexicon: Record<string, Words> = { ...acts, ...objects, ...actors };
/** German words without another English or Portuguese meaning, and Spanish ones that Portuguese lacks. */
const others: Record<string, Words>[] = [german, spanish];
export type WordClass = keyof typeof acts | keyof typeof objects | keyof typeof actors;

/** One letter away from the lexicon, with another meaning. */
const otherWords = new Set(
	`overrides ignores disregards bypasses dismisses abandons neglects dismissed abandoned ignored ignorer forgot forgets forgotten override overrode instructed instructor restrict restrictive limited regulars prompted promptly prompter
	ignorou ignorei ignoro ignorado ignorada ignorados ignoramos esqueci esqueceu esquecemos esquecido anterioridade iniciar inicia orders ordered
	original origin conduct obeyed follows followed reveals revealed prioris priori priors regrar promoter promote prompting policiais police comando commanded
	restritas desconsiderado desconsiderou seguida seguidas seguido anteriori inicias direct direction formas message previu prevista previsto guide guided
	normal normale normales normais principal principle display displays displayed diretor diretora director interno interna internet interim mostrou systems sistemas sistematico`.split(
		/\s+/,
	),
);
const fuzzyClasses = ['DROP', 'RULES', 'PRIOR', 'REVEAL', 'PROMPT'];
const shortestFuzzy = 6;
/** Other forms: "repeats", "ignored", "mostram". */
const ending = /[sdmu]$/;

const classIds = new Map<string, number>();
const words = new Map<string, number[]>();
/** Maps fuzzy-class words without one letter to the word and the letter's position. */
const slips = new Map<string, { word: string; place: number }[]>();

/** Looks up a word: unchanged, with letters for digits, then with one typo. */
const classifyWord = memoizeWords(classify);

for (const classes of [lexicon, ...others]) {
	for (const [name, list] of Object.entries(classes)) for (const word of splitWords(list)) addWord(word, name);
}
for (const name of fuzzyClasses) for (const word of splitWords(lexicon[name]!)) if (word.length >= shortestFuzzy) addSlips(word);

function addWord(word: string, name: string): void {
	classifyWord.forget();
	const id = findClassId(name);
	const knownWord = words.get(word);
	if (!knownWord) words.set(word, [id]);
	else if (!knownWord.includes(id)) knownWord.push(id);
}

function addSlips(word: string): void {
	for (let place = 0; place < word.length; place++) {
		const key = word.slice(0, place) + word.slice(place + 1);
		const entry = { word, place };
		const entries = slips.get(key);
		if (entries) entries.push(entry);
		else slips.set(key, [entry]);
	}
}

export function findClassId(name: string): number {
	let id = classIds.get(name);
	if (id === undefined) classIds.set(name, (id = classIds.size));
	return id;
}

export function classCount(): number {
	return classIds.size;
}

export function literalId(word: string): number {
	addWord(word, `=${word}`);
	return findClassId(`=${word}`);
}

const none: readonly number[] = [];
const email: readonly number[] = [findClassId('EMAIL')];

function classify(raw: string): ClassifiedWord {
	const word = raw.replace(/['’]/g, '');
	const classes = words.get(word);
	if (classes) return { word, classes };
	if (/[^@]@[a-z0-9]{2}/.test(word)) return { word, classes: email };
	if (/[^a-z]/.test(word)) return reckonLeet(word);
	const intended = word.length >= shortestFuzzy - 1 && !otherWords.has(word) ? findIntendedWord(word) : undefined;
	return intended ? { word: intended, classes: words.get(intended)! } : { word, classes: none };
}

function reckonLeet(word: string): ClassifiedWord {
	for (const candidate of readLeet(word)) {
		const classes = words.get(candidate);
		if (classes) return { word: candidate, classes, leet: candidate.length > 2 };
	}
	return { word, classes: none };
}

function findIntendedWord(word: string): string | undefined {
	if (word.length > 20) return undefined;
	const missing = slips.get(word)?.[0];
	if (missing) return missing.word;
	for (let place = 1; place < word.length; place++) {
		const shorter = word.slice(0, place) + word.slice(place + 1);
		if (place === word.length - 1 && ending.test(word)) continue;
		if (shorter.length >= shortestFuzzy && slips.has(shorter) === false && words.has(shorter) && isFuzzy(shorter)) return shorter;
		const near = slips.get(shorter)?.find((slip) => Math.abs(slip.place - place) <= 1 && slip.word.length === word.length);
		if (near) return near.word;
	}
	return undefined;
}

const fuzzyIds = fuzzyClasses.map(findClassId);
function isFuzzy(word: string): boolean {
	return words.get(word)!.some((id) => fuzzyIds.includes(id));
}

export function isKnown(word: string): boolean {
	return words.has(word);
}

export function listWords(name: WordClass): string[] {
	return splitWords(lexicon[name]!);
}

function splitWords(words: Words): string[] {
	return readWords(words).split(' ');
}

export const injectionWords: WordBook = { classify: classifyWord, isKnown };
