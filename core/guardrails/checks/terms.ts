import { LoopYielder } from '../../base/async/loop-yielder';
import { foldAccents, listForms } from '../../words/terms';
import { normalize } from '../personal-data/reading/normalize';
import { type Span, splitSentences } from '../policy/sentences';

export type Term = ReadonlySet<string>[];

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const maxWordLength = 60;
const smallWords = new Set(
	'a o as os um uma de da do das dos e em no na nos nas ao aos para pra por pelo pela com the an of and or to in on at for by with'.split(
		' ',
	),
);
const maxCached = 20_000;
const stemCache = new Map<string, ReadonlySet<string>>();

export function readTerm(written: string): Term {
	return (normalize(written).text.match(word) ?? []).map(findStems).filter((stems) => stems.size > 0);
}

export async function findTerms(text: string, terms: readonly Term[]): Promise<Span[]> {
	const byFirst = new Map<string, Term[]>();
	for (const term of terms) for (const stem of term[0] ?? []) byFirst.set(stem, [...(byFirst.get(stem) ?? []), term]);
	const spans: Span[] = [];
	const pace = new LoopYielder();
	for (const { start, end } of splitSentences(text)) {
		const { text: sentence, toOriginal } = normalize(text.slice(start, end));
		for (const span of findInSentence(sentence, byFirst)) {
			const original = toOriginal(span.start, span.end);
			spans.push({ start: start + original.start, end: start + original.end });
		}
		if (pace.isDue()) await pace.rest();
	}
	return spans;
}

interface Word extends Span {
	stems: ReadonlySet<string>;
}

function findInSentence(sentence: string, byFirst: ReadonlyMap<string, Term[]>): Span[] {
	const words: Word[] = Array.from(sentence.matchAll(word), ({ 0: word, index }) => ({
		start: index,
		end: index + word.length,
		stems: findStems(word),
	})).filter(({ stems }) => stems.size > 0);
	const spans: Span[] = [];
	for (let first = 0; first < words.length; first += 1) {
		const candidates = new Set([...words[first]!.stems].flatMap((stem) => byFirst.get(stem) ?? []));
		for (const term of candidates) {
			const last = words[first + term.length - 1];
			if (last && term.every((stems, index) => shares(stems, words[first + index]!.stems))) {
				spans.push({ start: words[first]!.start, end: last.end });
				break;
			}
		}
	}
	return spans;
}

function shares(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	for (const stem of one) if (other.has(stem)) return true;
	return false;
}

/** Stems of both languages: a sentence can quote the other one. Without retrieval's prefixes, too broad here. */
function findStems(word: string): ReadonlySet<string> {
	const key = word.normalize('NFC').toLowerCase();
	let stems = stemCache.get(key);
	if (!stems) {
		const forms = [
			...listForms(key, ['pt']).map((form) => `pt:${form}`),
			...listForms(toPortugueseSingular(key), ['pt']).map((form) => `pt:${form}`),
			...listForms(key, ['en']).map((form) => `en:${form}`),
		];
		const isSignificant = !smallWords.has(foldAccents(key)) && key.length <= maxWordLength;
		stems = new Set(isSignificant ? forms.filter((form) => !form.endsWith('*')) : []);
		if (stemCache.size >= maxCached) stemCache.clear();
		stemCache.set(key, stems);
	}
	return stems;
}

/** Plurals that the stemmer misreads: `religiões`, `imóveis`, `animais`, `papéis`, `faróis`. */
function toPortugueseSingular(word: string): string {
	return foldAccents(word)
		.replace(/(?:oes|aes)$/, 'ao')
		.replace(/([aeou])is$/, '$1l');
}
