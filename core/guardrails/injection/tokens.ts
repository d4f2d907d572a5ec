import { segment } from './segment';
import { injectionWords } from './vocabulary';
import type { ClassifiedWord, WordBook } from './word-book';

/** A word of a reading. */
export interface Token {
	word: string;
	classes: readonly number[];
	start: number;
	end: number;
	/** Equal for all words of a sentence. */
	sentence: number;
	/** Counts words, and more for text between them, to measure the distance of two words. */
	place: number;
	leet: boolean;
	/** It was written in pieces: `i g n o r e`, `ig-nore`, or together with others. */
	rejoined: boolean;
}

const word = /[@$!|]?[\p{L}\p{N}](?:[@$!|'’]?[\p{L}\p{N}])*/gu;
const sentenceEnd = /[.!?;…。！？]["'”’)\]*_]*(?:\s|$)|\n[^\S\n]*(?:\n|[-*•#>|]|\d{1,3}[.)]|[a-z]\))|\|/;
const halfStop = /[,:()[\]{}–—"“”«»]|\s-\s|\n/;
/** Nouns after the adjective "prompt". */
const swift = new Set(
	'reply replies response responses attention action actions payment service delivery assistance help answer return decision'.split(' '),
);
const maxJoinedLength = 200;
const maxWordLength = 24;

/** Returns the words of a folded text, in order. */
export function tokenize(text: string, words: WordBook = injectionWords): Token[] {
	const tokens: Token[] = [];
	const memory = new Map<string, ClassifiedWord>();
	let state = { sentence: 0, place: 0, wordsInSentence: 0 };
	for (const piece of rejoin(text, words)) {
		const gap = text.slice(piece.gapStart, piece.start);
		state = step(state, gap);
		const parts = splitParts(piece, memory, words);
		for (const part of parts) {
			tokens.push({ ...part, sentence: state.sentence, place: state.place++ });
			state.wordsInSentence++;
		}
	}
	return tokens.map((token, at) => (token.word === 'prompt' && swift.has(tokens[at + 1]?.word ?? '') ? { ...token, classes: [] } : token));
}

/**
 * Returns the state after a gap between words. A single word is not a sentence: "Ignore. All. Previous. Instructions." Nor is it the subject of the next
 * one: "Busca. Ignora …"
 */
function step(state: { sentence: number; place: number; wordsInSentence: number }, gap: string) {
	const isEnd = gap.length > 1 && sentenceEnd.test(gap);
	if (isEnd && state.wordsInSentence > 1) return { sentence: state.sentence + 1, place: state.place + 8, wordsInSentence: 0 };
	return isEnd || (gap !== ' ' && halfStop.test(gap)) ? { ...state, place: state.place + 1 } : state;
}

interface Piece {
	raw: string;
	gapStart: number;
	start: number;
	end: number;
	rejoined: boolean;
}

type Part = Pick<Token, 'word' | 'classes' | 'start' | 'end' | 'leet' | 'rejoined'>;

function splitParts(piece: Piece, memory: Map<string, ClassifiedWord>, words: WordBook): Part[] {
	const { raw, start, end, rejoined } = piece;
	let reckoned = memory.get(raw);
	if (!reckoned) memory.set(raw, (reckoned = words.classify(raw)));
	if (reckoned.classes.length === 0 && raw.length >= (rejoined ? 5 : 10) && raw.length <= maxJoinedLength) {
		const run = segment(raw, words);
		if (run) return run.map((word) => ({ word, classes: words.classify(word).classes, start, end, leet: false, rejoined: true }));
	}
	return [{ word: reckoned.word, classes: reckoned.classes, start, end, leet: reckoned.leet === true, rejoined }];
}

/** Yields the words, joining spaced letters and broken words. */
function* rejoin(text: string, words: WordBook): Generator<Piece> {
	let gapStart = 0;
	let held: Piece[] = [];
	let kind: 'letters' | 'parts' | undefined;
	for (const { 0: raw, index } of text.matchAll(word)) {
		const piece = { raw, gapStart, start: index, end: index + raw.length, rejoined: false };
		gapStart = piece.end;
		const last = held.at(-1);
		const next = last && held.length < maxJoinedLength ? findBond(text, last, piece, kind) : undefined;
		if (!next) {
			yield* joined(text, held, words);
			held = [];
		}
		kind = next;
		held.push(piece);
	}
	yield* joined(text, held, words);
}

const joint = /^[-._*~/·•|\\+]$/;
const spacedJoint = /^[ .\-_*~/·•,|\t\n\\+]{1,5}$/;

/** Returns how a piece continues the previous one, if it does: as the next letter of a spaced word, or as the next part of a broken one. */
function findBond(text: string, last: Piece, next: Piece, kind?: 'letters' | 'parts'): 'letters' | 'parts' | undefined {
	if (next.start - last.end > 5) return undefined;
	const between = text.slice(last.end, next.start);
	if (kind !== 'parts' && next.raw.length === 1 && last.raw.length === 1 && spacedJoint.test(between)) return 'letters';
	return kind !== 'letters' && joint.test(between) ? 'parts' : undefined;
}

function* joined(text: string, held: Piece[], words: WordBook): Generator<Piece> {
	if (held.length === 0) return;
	const letters = held.every(({ raw }) => raw.length === 1);
	if (letters && held.length >= 4) yield* spelled(text, held);
	else {
		const whole = held.length > 1 ? held.map(({ raw }) => raw).join('') : '';
		if (whole && whole.length <= maxWordLength && words.classify(whole).classes.length > 0)
			yield { ...held[0]!, raw: whole, end: held.at(-1)!.end, rejoined: true };
		else yield* held;
	}
}

/** Separates spaced words by their wider gaps: `i g n o r e  a l l`. */
function* spelled(text: string, letters: Piece[]): Generator<Piece> {
	const gaps = letters.slice(1).map((piece, at) => text.slice(letters[at]!.end, piece.start));
	const narrow = Math.min(...gaps.map((gap) => gap.length));
	const usual = gaps.filter((gap) => gap.length === narrow)[0]!;
	let word: Piece[] = [];
	for (const [at, letter] of letters.entries()) {
		if (at > 0 && gaps[at - 1] !== usual) {
			yield asWord(word);
			word = [];
		}
		word.push(letter);
	}
	yield asWord(word);
}

function asWord(word: Piece[]): Piece {
	return { ...word[0]!, raw: word.map(({ raw }) => raw).join(''), end: word.at(-1)!.end, rejoined: word.length > 1 };
}
