import { segment } from './segment';
import { injectionWords } from './vocabulary';
import type { WordBook } from './word-book';

export interface Token {
	word: string;
	classes: readonly number[];
	start: number;
	end: number;
	sentence: number;
	/** Measures word distance; text between words counts extra. */
	place: number;
	leet: boolean;
	/** Written in pieces (`i g n o r e`, `ig-nore`), or joined with others. */
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
const maxAddressLength = 60;

export function tokenize(text: string, words: WordBook = injectionWords): Token[] {
	const tokens: Token[] = [];
	const at = { sentence: 0, place: 0, wordsInSentence: 0 };
	for (const piece of rejoin(text, words)) {
		if (piece.start - piece.gapStart !== 1 || text[piece.gapStart] !== ' ') step(at, text.slice(piece.gapStart, piece.start));
		const { raw, start, end, rejoined } = piece;
		const { word, classes, leet = false } = words.classify(raw);
		const parts = classes.length === 0 && !isInAddress(text, start) ? segmentPiece(piece, words) : undefined;
		const { sentence } = at;
		if (!parts) tokens.push({ word, classes, start, end, leet, rejoined, sentence, place: at.place++ });
		else
			for (const part of parts)
				tokens.push({
					word: part,
					classes: words.classify(part).classes,
					start,
					end,
					leet: false,
					rejoined: true,
					sentence,
					place: at.place++,
				});
		at.wordsInSentence += parts?.length ?? 1;
	}
	for (const [index, token] of tokens.entries())
		if (token.word === 'prompt' && swift.has(tokens[index + 1]?.word ?? '')) tokens[index] = { ...token, classes: [] };
	return tokens;
}

/** A single word is neither a sentence ("Ignore. All. Previous. Instructions.") nor the next one's subject ("Busca. Ignora …"). */
function step(at: { sentence: number; place: number; wordsInSentence: number }, gap: string): void {
	const isEnd = gap.length > 1 && sentenceEnd.test(gap);
	if (isEnd && at.wordsInSentence > 1) {
		at.sentence += 1;
		at.place += 8;
		at.wordsInSentence = 0;
	} else if (isEnd || halfStop.test(gap)) at.place += 1;
}

interface Piece {
	raw: string;
	gapStart: number;
	start: number;
	end: number;
	rejoined: boolean;
}

/** Host names often consist of words that order nothing. */
function isInAddress(text: string, start: number): boolean {
	return /(?:https?:\/\/|www\.)\S*$/i.test(text.slice(Math.max(0, start - maxAddressLength), start));
}

function segmentPiece({ raw, rejoined }: Piece, words: WordBook): string[] | undefined {
	return raw.length >= (rejoined ? 5 : 10) && raw.length <= maxJoinedLength ? segment(raw, words) : undefined;
}

function rejoin(text: string, words: WordBook): Piece[] {
	const pieces: Piece[] = [];
	let gapStart = 0;
	let held: Piece[] = [];
	let kind: 'letters' | 'parts' | undefined;
	word.lastIndex = 0;
	for (let found = word.exec(text); found; found = word.exec(text)) {
		const { 0: raw, index } = found;
		const piece = { raw, gapStart, start: index, end: index + raw.length, rejoined: false };
		gapStart = piece.end;
		const last = held.at(-1);
		const next = last && held.length < maxJoinedLength ? findBond(text, last, piece, kind) : undefined;
		if (!next) {
			pieces.push(...join(text, held, words));
			held = [];
		}
		kind = next;
		held.push(piece);
	}
	pieces.push(...join(text, held, words));
	return pieces;
}

const joint = /^[-._*~/·•|\\+]$/;
const spacedJoint = /^[ .\-_*~/·•,|\t\n\\+]{1,5}$/;

function findBond(text: string, last: Piece, next: Piece, kind?: 'letters' | 'parts'): 'letters' | 'parts' | undefined {
	if (next.start - last.end > 5) return undefined;
	const between = text.slice(last.end, next.start);
	if (kind !== 'parts' && next.raw.length === 1 && last.raw.length === 1 && spacedJoint.test(between)) return 'letters';
	return kind !== 'letters' && joint.test(between) ? 'parts' : undefined;
}

function join(text: string, held: Piece[], words: WordBook): Piece[] {
	if (held.length < 2) return held;
	if (held.length >= 4 && held.every(({ raw }) => raw.length === 1)) return joinSpelled(text, held);
	const whole = held.map(({ raw }) => raw).join('');
	const isWord = whole.length <= maxWordLength && words.classify(whole).classes.length > 0;
	return isWord ? [{ ...held[0]!, raw: whole, end: held.at(-1)!.end, rejoined: true }] : held;
}

/** Wider gaps separate words: `i g n o r e  a l l`. */
function joinSpelled(text: string, letters: Piece[]): Piece[] {
	const gaps = letters.slice(1).map((piece, at) => text.slice(letters[at]!.end, piece.start));
	const narrow = Math.min(...gaps.map((gap) => gap.length));
	const usual = gaps.filter((gap) => gap.length === narrow)[0]!;
	const spelled: Piece[] = [];
	let word: Piece[] = [];
	for (const [at, letter] of letters.entries()) {
		if (at > 0 && gaps[at - 1] !== usual) {
			spelled.push(asWord(word));
			word = [];
		}
		word.push(letter);
	}
	return [...spelled, asWord(word)];
}

function asWord(word: Piece[]): Piece {
	return { ...word[0]!, raw: word.map(({ raw }) => raw).join(''), end: word.at(-1)!.end, rejoined: word.length > 1 };
}
