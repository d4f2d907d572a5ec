import type { PersonalDataType } from '../types';
import { fold } from './fold-word';

/** Meaning of a word: a type, or something that is not personal data (`pedido`, `invoice`). */
export type Meaning = PersonalDataType | 'OTHER';

export interface WordList {
	find(text: string, start: number, end: number): readonly Phrase[] | undefined;
}

export interface Phrase {
	words: readonly string[];
	meanings: readonly Meaning[];
	hints: readonly Meaning[];
}

/** Names count against all other meanings, hints do not. */
export type WordEntry = readonly [meaning: Meaning, names: readonly string[], hints?: readonly string[]];

/** Longer phrases come first. */
export function createWordList(entries: Iterable<WordEntry>): WordList {
	const entriesByPhrase = new Map<string, { meanings: Set<Meaning>; hints: Set<Meaning> }>();
	const add = (kind: 'meanings' | 'hints', meaning: Meaning, phrase: string): void => {
		const key = fold(phrase)
			.match(/\p{L}+/gu)
			?.join(' ');
		if (!key) return;
		const of = entriesByPhrase.get(key) ?? { meanings: new Set(), hints: new Set() };
		entriesByPhrase.set(key, of);
		of[kind].add(meaning);
	};
	for (const [meaning, names, hints = []] of entries) {
		for (const name of names) add('meanings', meaning, name);
		for (const hint of hints) add('hints', meaning, hint);
	}
	const list = new Map<string, Phrase[]>();
	for (const [key, { meanings, hints }] of [...entriesByPhrase].sort(([a], [b]) => b.split(' ').length - a.split(' ').length)) {
		const words = key.split(' ');
		const phrases = list.get(words[0]!) ?? [];
		phrases.push({ words, meanings: [...meanings], hints: [...hints] });
		list.set(words[0]!, phrases);
	}
	return { find: indexBeginnings(list) };
}

/** Words up to this length are looked up by a number, without creating a string. */
const longestKey = 6;

/** One number for a word, equal for capitals; 0 if it is longer or not ASCII. */
function createKey(text: string, start: number, end: number): number {
	if (end - start > longestKey) return 0;
	let key = 1;
	for (let at = start; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code > 0x7f) return 0;
		key = (key << 5) | (code & 31);
	}
	return key;
}

/** Looks up short words by number, and long ones if their first letters begin a phrase. Letters beyond ASCII can stand for any letter. */
function indexBeginnings(phrases: ReadonlyMap<string, readonly Phrase[]>): WordList['find'] {
	const short = new Map<number, readonly Phrase[]>();
	const beginnings = new Set<number>();
	for (const [word, list] of phrases) {
		const key = createKey(word, 0, word.length);
		if (key > 0) short.set(key, list);
		else beginnings.add(createKey(word, 0, longestKey));
	}
	return (text, start, end) => {
		const key = createKey(text, start, end);
		if (key > 0) return short.get(key);
		const beginning = createKey(text, start, Math.min(end, start + longestKey));
		return beginning === 0 || beginnings.has(beginning) ? phrases.get(fold(text.slice(start, end))) : undefined;
	};
}
