import { Pace } from '../../base/pace';
import { foldAccents, formsOf } from '../../words/terms';
import { type Span, splitSentences } from '../policy/sentences';

/** A word or phrase in any inflection: the possible stems of each of its words. */
export type Term = ReadonlySet<string>[];

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const LONGEST_WORD = 60;
/** Words that join the parts of a phrase and name no topic. */
const SMALL_WORDS = new Set(
	'a o as os um uma de da do das dos e em no na nos nas ao aos para pra por pelo pela com the an of and or to in on at for by with'.split(
		' ',
	),
);
const MOST_KEPT = 20_000;
const kept = new Map<string, ReadonlySet<string>>();

/** Reads the significant words of a phrase. Articles and prepositions are left out, since they may change. Empty when nothing is left. */
export function readTerm(written: string): Term {
	return (written.match(WORD) ?? []).map(stemsOf).filter((stems) => stems.size > 0);
}

/** Returns where one of the terms occurs: its words in order, with any small words between them, inside one sentence. */
export async function findTerms(text: string, terms: readonly Term[]): Promise<Span[]> {
	const byFirst = new Map<string, Term[]>();
	for (const term of terms) for (const stem of term[0] ?? []) byFirst.set(stem, [...(byFirst.get(stem) ?? []), term]);
	const found: Span[] = [];
	const pace = new Pace();
	for (const { start, end } of splitSentences(text)) {
		found.push(...findInSentence(text.slice(start, end), start, byFirst));
		if (pace.isDue()) await pace.rest();
	}
	return found;
}

interface Word extends Span {
	stems: ReadonlySet<string>;
}

function findInSentence(sentence: string, offset: number, byFirst: ReadonlyMap<string, Term[]>): Span[] {
	const words: Word[] = Array.from(sentence.matchAll(WORD), ({ 0: word, index }) => ({
		start: index,
		end: index + word.length,
		stems: stemsOf(word),
	})).filter(({ stems }) => stems.size > 0);
	const found: Span[] = [];
	for (let first = 0; first < words.length; first += 1) {
		const candidates = new Set([...words[first]!.stems].flatMap((stem) => byFirst.get(stem) ?? []));
		for (const term of candidates) {
			const last = words[first + term.length - 1];
			if (last && term.every((stems, index) => shares(stems, words[first + index]!.stems))) {
				found.push({ start: offset + words[first]!.start, end: offset + last.end });
				break;
			}
		}
	}
	return found;
}

function shares(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	for (const stem of one) if (other.has(stem)) return true;
	return false;
}

/** Returns the stems in both languages, since a sentence may quote the other. Prefixes that retrieval uses are too broad here. */
function stemsOf(word: string): ReadonlySet<string> {
	const key = word.normalize('NFC').toLowerCase();
	let stems = kept.get(key);
	if (!stems) {
		const forms = [
			...formsOf(key, ['pt']).map((form) => `pt:${form}`),
			...formsOf(portugueseSingular(key), ['pt']).map((form) => `pt:${form}`),
			...formsOf(key, ['en']).map((form) => `en:${form}`),
		];
		const said = !SMALL_WORDS.has(foldAccents(key)) && key.length <= LONGEST_WORD;
		stems = new Set(said ? forms.filter((form) => !form.endsWith('*')) : []);
		if (kept.size >= MOST_KEPT) kept.clear();
		kept.set(key, stems);
	}
	return stems;
}

/** Returns the singular of plurals that the stemmer misreads: `religiões`, `imóveis`, `animais`, `papéis`, `faróis`. */
function portugueseSingular(word: string): string {
	return foldAccents(word)
		.replace(/(?:oes|aes)$/, 'ao')
		.replace(/([aeou])is$/, '$1l');
}
