import { foldAccents, termsOf } from '../../knowledge/terms';
import { type Span, splitSentences } from '../policy/sentences';

/** A word or phrase in any inflection: for each of its words, the stems it is found under. */
export type Term = ReadonlySet<string>[];

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
/** Code units between two turns of everything else. */
const TURN = 8_000;
const MOST_KEPT = 20_000;
const kept = new Map<string, ReadonlySet<string>>();

/** The words that carry a phrase: articles and prepositions are left out, so that they may change. Empty when nothing is left. */
export function readTerm(written: string): Term {
	return (written.match(WORD) ?? []).map(stemsOf).filter((stems) => stems.size > 0);
}

/** Where one of the terms stands: its words one behind the other, whatever small words are between them, inside one sentence. */
export async function findTerms(text: string, terms: readonly Term[]): Promise<Span[]> {
	const byFirst = new Map<string, Term[]>();
	for (const term of terms) for (const stem of term[0] ?? []) byFirst.set(stem, [...(byFirst.get(stem) ?? []), term]);
	const found: Span[] = [];
	let turn = 0;
	for (const { start, end } of splitSentences(text)) {
		found.push(...findInSentence(text.slice(start, end), start, byFirst));
		if (end - turn < TURN) continue;
		turn = end;
		await new Promise((resolve) => setImmediate(resolve));
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

/** In both languages, as a sentence may quote the other; without the beginnings that retrieval finds words by, which are too wide here. */
function stemsOf(word: string): ReadonlySet<string> {
	const key = word.toLowerCase();
	let stems = kept.get(key);
	if (!stems) {
		const forms = (['pt', 'en'] as const).flatMap((language) =>
			termsOf(key, language).flatMap((all) => all.filter((form) => !form.endsWith('*')).map((form) => `${language}:${form}`)),
		);
		stems = new Set(forms.length > 0 ? [...forms, foldAccents(key)] : []);
		if (kept.size >= MOST_KEPT) kept.clear();
		kept.set(key, stems);
	}
	return stems;
}
