import type { Token } from '../tokens';
import { findClassName } from '../vocabulary';
import { extendHash, hashText, mixHashes } from './hash';

/** Letters of the shortest and longest n-gram. */
const shortest = 3;
const longest = 5;
/** More letters of a word say nothing. */
const maxLetters = 24;
/** Words whose classes are paired, counted from the first. */
const reach = 4;

const salts = {
	word: hashText('word'),
	letters: hashText('letters'),
	class: hashText('class'),
	first: hashText('first'),
	pair: hashText('pair'),
	skip: hashText('skip'),
	classes: hashText('classes'),
	wordThenClass: hashText('word-class'),
	classThenWord: hashText('class-word'),
	gap: hashText('gap'),
};

/** What a word contributes wherever it is. */
interface WordFeatures {
	word: number;
	classes: number[];
	/** Hashes of the word, its n-grams and its classes. */
	alone: number[];
}

/** Calls `visit` with the hashes of a token's features: the word, its n-grams and classes, and its pairs with the words that follow in the sentence. */
export class FeatureReader {
	readonly #words = new Map<string, WordFeatures>();

	constructor(
		private readonly text: string,
		private readonly tokens: readonly Token[],
	) {}

	visit(at: number, visit: (hash: number) => void): void {
		const token = this.tokens[at]!;
		const { word, classes, alone } = this.#features(token);
		for (const hash of alone) visit(hash);
		if (at === 0 || this.tokens[at - 1]!.sentence !== token.sentence) this.#visitFirst(word, classes, visit);
		const next = this.tokens[at + 1];
		this.#visitGap(word, token, next, visit);
		if (!next) return;
		const following = this.#features(next);
		visit(mixHashes(mixHashes(word, following.word), salts.pair));
		for (const id of following.classes) visit(mixHashes(mixHashes(word, id), salts.wordThenClass));
		for (const id of classes) visit(mixHashes(mixHashes(id, following.word), salts.classThenWord));
		this.#visitPairs(at, word, classes, visit);
	}

	#visitFirst(word: number, classes: readonly number[], visit: (hash: number) => void): void {
		visit(mixHashes(word, salts.first));
		for (const id of classes) visit(mixHashes(id, salts.first));
	}

	/** What separates words: a colon after a name, a quotation mark, a line break. */
	#visitGap(word: number, token: Token, next: Token | undefined, visit: (hash: number) => void): void {
		const gap = this.text.slice(token.end, Math.min(next?.start ?? this.text.length, token.end + 3));
		if (gap === ' ' || gap === '') return;
		const hash = hashText(gap, salts.gap);
		visit(hash);
		visit(mixHashes(word, hash));
	}

	#visitPairs(at: number, word: number, classes: readonly number[], visit: (hash: number) => void): void {
		const { sentence } = this.tokens[at]!;
		for (let other = at + 1; other <= at + reach; other++) {
			const later = this.tokens[other];
			if (!later || later.sentence !== sentence) return;
			const features = this.#features(later);
			if (other === at + 2) visit(mixHashes(mixHashes(word, features.word), salts.skip));
			for (const id of classes) for (const laterId of features.classes) visit(mixHashes(mixHashes(id, laterId), salts.classes));
		}
	}

	#features({ word, classes }: Token): WordFeatures {
		let features = this.#words.get(word);
		if (!features) this.#words.set(word, (features = readWord(word, classes)));
		return features;
	}
}

function readWord(raw: string, ids: readonly number[]): WordFeatures {
	const plain = raw.slice(0, maxLetters).replace(/\d/g, '0');
	const word = hashText(plain, salts.word);
	const classes = ids
		.map(findClassName)
		.filter((name) => !name.startsWith('='))
		.map((name) => hashText(name, salts.class));
	return { word, classes, alone: [word, ...classes, ...hashLetters(`<${plain}>`)] };
}

function hashLetters(text: string): number[] {
	const hashes: number[] = [];
	for (let from = 0; from + shortest <= text.length; from++) {
		let hash = salts.letters;
		for (let at = from; at < Math.min(from + longest, text.length); at++) {
			hash = extendHash(hash, text.charCodeAt(at));
			if (at - from + 1 >= shortest) hashes.push(hash);
		}
	}
	return hashes;
}
