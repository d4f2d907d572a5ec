import { askingWords } from '../../core/words/stop-words';
import { extractContentWords, foldAccents } from '../../core/words/terms';
import { isAct, isMedium, joinWords, listKeys } from './concepts';
import type { Doer } from './doer';

const maxNeeds = 1_000;
const maxTerms = 24;
const maxWords = 400;

/**
 * Doers below this do not do a step. Measured on the forty needs of the table of the tests, and looked at with twenty that were held back.
 */
export const minScore = 0.5;

/** Doers below this are told as weak matches. */
export const strongScore = 0.65;

interface Term {
	word: string;
	keys: string[];
	weight: number;
	isAct: boolean;
	isName: boolean;
}

const noNames = new Set(
	'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december english portuguese spanish brazil brasil ingles portugues espanhol pdf csv xml json api url'.split(
		' ',
	),
);

export interface Fit {
	score: number;
	has: string[];
	lacks: string[];
}

interface Described {
	title: Set<string>;
	words: Set<string>;
	purpose: Set<string>;
}

/** Words of a description count less than capabilities do: every trade answers customers. */
const ofPurpose = 0.75;

/** Say which kind of doer a step wants: each agent is one. */
const kinds = new Set('agent agents agente agentes bot assistant assistente'.split(' '));

/** Reads the words of a need once, to compare it with many doers. */
export function readNeed(needs: string): Term[] {
	const text = joinWords(needs.slice(0, maxNeeds));
	// Not the first word of a sentence.
	const names = new Set([...text.matchAll(/(?<=[\p{L}\d,;:)]\s+#?)\p{Lu}[\p{L}\d]{2,}/gu)].map(([name]) => name.toLowerCase()));
	const words = extractContentWords(text).filter(
		(word) => !askingWords.has(foldAccents(word)) && !/^\d+$/.test(word) && !kinds.has(foldAccents(word)),
	);
	const first = words[0] === undefined ? [] : listKeys(words[0]);
	return [...new Set(words)].slice(0, maxTerms).map((word, at) => {
		const keys = listKeys(word);
		const isName = (names.has(word) && !noNames.has(foldAccents(word))) || isMedium(word, first);
		const weight = (at < 2 ? 1.5 : at < 4 ? 1 : 0.6) * (isName ? 2 : 1);
		return { word, keys, weight, isAct: isAct(keys), isName };
	});
}

const described = new WeakMap<Doer, Described>();

/** Compares a need with a doer: the share of its words that the doer has, less where the act or the system is another one. */
export function scoreNeed(need: readonly Term[], doer: Doer): Fit {
	const { title, words, purpose } = describe(doer);
	const among = ({ keys }: Term, place: Set<string>) => keys.some((key) => place.has(key));
	const fits = need.map((term) => ({
		term,
		fit: among(term, title) ? 1 : among(term, words) ? 0.95 : among(term, purpose) ? ofPurpose : 0,
	}));
	const all = need.reduce((sum, { weight }) => sum + weight, 0);
	const share = all === 0 ? 0 : fits.reduce((sum, { term, fit }) => sum + term.weight * fit, 0) / all;
	const hasNames = need.some(({ isName }) => isName);
	const named = fits.some(({ term, fit }) => fit === 1 && (hasNames ? term.isName : doer.isOfService === true));
	const acts = fits.filter(({ term }) => term.isAct);
	const doesOther = acts.length > 0 && acts.every(({ fit }) => fit === 0);
	const isOtherSystem = fits.some(({ term, fit }) => term.isName && fit === 0) && !named;
	const hasThing = fits.some(({ term, fit }) => !term.isAct && fit > 0);
	const factor =
		(doesOther ? (named ? 0.8 : 0.5) : 1) *
		(isOtherSystem ? 0.5 : 1) *
		(doer.isOfService && !named ? 0.6 : 1) *
		(hasThing || named || need.length === 1 ? 1 : 0.5);
	const listed = (isHad: boolean) => fits.filter(({ fit }) => fit > 0 === isHad).map(({ term }) => term.word);
	return { score: Math.round(share * factor * 1000) / 1000, has: listed(true), lacks: listed(false) };
}

function describe(doer: Doer): Described {
	const known = described.get(doer);
	if (known) return known;
	// GitHub is one word and two.
	const read = (text: string) => new Set([...readKeys(text), ...readKeys(text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|[._:/-]+/gu, ' '))]);
	const one = { title: read(doer.title), words: read(doer.words.join(' ')), purpose: read(doer.purpose) };
	described.set(doer, one);
	return one;
}

const readKeys = (text: string): string[] => extractContentWords(joinWords(text)).slice(0, maxWords).flatMap(listKeys);

/**
 * Returns the words of a need that no capability of an agent names: its acts, else its things. Empty, where the agent was not found by its description
 * alone.
 */
export function listUnnamed(needs: string, doer: Doer): string[] {
	if (doer.kind !== 'agent') return [];
	const { title, words } = describe(doer);
	const all = extractContentWords(joinWords(needs.slice(0, maxNeeds))).slice(0, maxTerms);
	for (const areActs of [true, false]) {
		const own = all.filter((word) => isAct(listKeys(word)) === areActs);
		if (own.some((word) => listKeys(word).some((key) => title.has(key) || words.has(key)))) continue;
		const terms = readNeed(needs).filter((term) => term.isAct === areActs);
		if (terms.length > 0) return terms.map(({ word }) => word);
	}
	return [];
}
