import type { RunText } from '../ports/runs/run-text';
import { foldField, listFields } from './list-fields';
import { WordFilter } from './word-filter';
import { isWordCode, visitWords, withoutAccents } from './word-hashes';

/** Longer texts are searched up to here. */
const maxTextCharacters = 1_000_000;
const maxTries = 1_000;

const indexes = new WeakMap<RunText, TextIndex>();

export function indexText(text: RunText): TextIndex {
	const index = indexes.get(text) ?? new TextIndex(text);
	indexes.set(text, index);
	return index;
}

/** A searchable text. Builds its parts on first need. */
export class TextIndex {
	readonly text: string;
	#lower?: string;
	#folded?: string;
	#filter?: WordFilter;
	#fields?: ReadonlySet<string>;
	constructor(readonly of: RunText) {
		this.text = of.text.length > maxTextCharacters ? of.text.slice(0, maxTextCharacters) : of.text;
	}

	/** Finds whole words, in any case, with or without accents. */
	findWords({ text, folded, hashes }: Sought): number | undefined {
		// Quick: most values are in none of many texts.
		if (text === '' || !hashes.every(this.#getFilter().has)) return undefined;
		const at = findBounded(this.#getLower(), text);
		if (at !== undefined || isAscii(this.text)) return at;
		this.#folded ??= withoutAccents(this.#getLower());
		return findBounded(this.#folded, folded);
	}

	/** @param reference lower case; blanks and marks within it are ignored */
	findSpaced(reference: string): number | undefined {
		for (const beginning of this.#getFilter().listBeginnings(reference)) {
			const at = findEach(this.#getLower(), beginning, (at, text) => isSpacedAt(text, at, reference));
			if (at !== undefined) return at;
		}
		return undefined;
	}

	hasField(value: string): boolean {
		this.#fields ??= listFields(this.text);
		return this.#fields.has(foldField(value));
	}

	#getFilter(): WordFilter {
		return (this.#filter ??= new WordFilter(this.text));
	}

	#getLower(): string {
		return (this.#lower ??= keepLength(this.text, this.text.toLowerCase()));
	}
}

export interface Sought {
	text: string;
	folded: string;
	hashes: readonly number[];
}

export function seek(written: string): Sought {
	const text = written.toLowerCase();
	const hashes: number[] = [];
	visitWords(text, (hash) => hashes.push(hash));
	return { text, folded: withoutAccents(text), hashes };
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

/** Places must stay valid: keeps the text if the length changes. */
const keepLength = (text: string, changed: string): string => (changed.length === text.length ? changed : text);

function findBounded(text: string, words: string): number | undefined {
	const isCut = isWordCode(words.charCodeAt(words.length - 1));
	return findEach(text, words, (at) => !isCut || !isWordCode(text.charCodeAt(at + words.length)));
}

/** Returns the first passing place, at a word's start if the text begins with a word. */
function findEach(text: string, words: string, passes: (at: number, text: string) => boolean): number | undefined {
	const isWord = isWordCode(words.charCodeAt(0));
	let at = text.indexOf(words);
	for (let tries = 0; at >= 0 && tries < maxTries; tries += 1) {
		if (!(isWord && isWordCode(text.charCodeAt(at - 1))) && passes(at, text)) return at;
		at = text.indexOf(words, at + 1);
	}
	return undefined;
}
