import type { RunText } from '../ports';
import { foldField, listFields } from './list-fields';
import { hashWords, isWordCode, withoutAccents } from './word-hashes';

/** Longer texts are searched up to here. */
const maxTextCharacters = 1_000_000;
const maxTries = 1_000;

/** Each word of a text sets one of 2^17 bits. */
const filterBits = 17;

const indexes = new WeakMap<RunText, TextIndex>();

/** Returns the index of a text, which is made once. */
export function indexText(text: RunText): TextIndex {
	const index = indexes.get(text) ?? new TextIndex(text);
	indexes.set(text, index);
	return index;
}

/** A text in which values are looked for. What they need is made when the first one needs it. */
export class TextIndex {
	readonly text: string;
	#lower?: string;
	#folded?: string;
	#filter?: Uint8Array;
	#fields?: ReadonlySet<string>;
	constructor(readonly of: RunText) {
		this.text = of.text.length > maxTextCharacters ? of.text.slice(0, maxTextCharacters) : of.text;
	}

	/** Returns where a text stands that is not a part of a longer word, in any case, with or without accents; undefined if nowhere. */
	findWords({ text, folded, hashes }: Sought): number | undefined {
		if (text === '' || !this.#hasAll(hashes)) return undefined;
		this.#lower ??= keepLength(this.text, this.text.toLowerCase());
		const at = findBounded(this.#lower, text);
		if (at !== undefined || isAscii(this.text)) return at;
		this.#folded ??= withoutAccents(this.#lower);
		return findBounded(this.#folded, folded);
	}

	/** Returns where a reference in lower case stands, whatever blanks and marks are within it. */
	findSpaced(reference: string): number | undefined {
		this.#lower ??= keepLength(this.text, this.text.toLowerCase());
		const text = this.#lower;
		const begin = reference[0]!;
		let tries = 0;
		for (let at = text.indexOf(begin); at >= 0 && tries < maxTries * 10; at = text.indexOf(begin, at + 1), tries += 1) {
			if (at > 0 && isWordCode(text.charCodeAt(at - 1))) continue;
			if (isSpacedAt(text, at, reference)) return at;
		}
		return undefined;
	}

	/** Returns whether a value is a whole field of a result. */
	hasField(value: string): boolean {
		this.#fields ??= listFields(this.text);
		return this.#fields.has(foldField(value));
	}

	/** Most values are in none of many texts, which costs a look at some bits. */
	#hasAll(hashes: readonly number[]): boolean {
		this.#filter ??= makeFilter(this.text);
		const filter = this.#filter;
		return hashes.every((hash) => (filter[hash >> 3]! & (1 << (hash & 7))) !== 0);
	}
}

/** A text to look for. */
export interface Sought {
	/** In lower case. */
	text: string;
	folded: string;
	hashes: readonly number[];
}

export function seek(written: string): Sought {
	const text = written.toLowerCase();
	return { text, folded: withoutAccents(text), hashes: hashWords(text, filterBits) };
}

function makeFilter(text: string): Uint8Array {
	const filter = new Uint8Array(2 ** filterBits / 8);
	for (const hash of hashWords(text, filterBits)) filter[hash >> 3]! |= 1 << (hash & 7);
	return filter;
}

const filler = new Set([...' \t\n\u00a0.-/()'].map((one) => one.charCodeAt(0)));
const longestFiller = 3;

function isSpacedAt(text: string, from: number, reference: string): boolean {
	let at = from;
	for (let next = 0; next < reference.length; next += 1) {
		for (let skipped = 0; skipped < longestFiller && next > 0 && filler.has(text.charCodeAt(at)); skipped += 1) at += 1;
		if (text.charCodeAt(at) !== reference.charCodeAt(next)) return false;
		at += 1;
	}
	return at >= text.length || !isWordCode(text.charCodeAt(at));
}

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** Places have to fit the text: where the length changes, the text stays as it is. */
const keepLength = (text: string, changed: string): string => (changed.length === text.length ? changed : text);

function findBounded(text: string, words: string): number | undefined {
	const [first, last] = [isWordCode(words.charCodeAt(0)), isWordCode(words.charCodeAt(words.length - 1))];
	let from = 0;
	for (let tries = 0; tries < maxTries; tries += 1) {
		const at = text.indexOf(words, from);
		if (at < 0) return undefined;
		const end = at + words.length;
		const isCut =
			(first && at > 0 && isWordCode(text.charCodeAt(at - 1))) || (last && end < text.length && isWordCode(text.charCodeAt(end)));
		if (!isCut) return at;
		from = at + 1;
	}
	return undefined;
}
