import type { Token } from '../tokens';
import { findClassName } from '../vocabulary';
import { findConcepts } from './concepts';
import { extendHash, hashText, mixHashes } from './hash';

/** Letters of the shortest and longest n-gram. */
const shortest = 3;
const longest = 5;
/** More letters of a word say nothing. */
const maxLetters = 24;
/** Number of following words in a sentence that are paired with a word: by their classes, and by their subjects. */
const classReach = 4;
const conceptReach = 10;
/** Between two words, these begin a part of a sentence. */
const clauseMarks = /[,:;()[\]{}"“”»«\n–—-]/;

const salts = {
	word: hashText('word'),
	letters: hashText('letters'),
	class: hashText('class'),
	concept: hashText('concept'),
	first: hashText('first'),
	pair: hashText('pair'),
	skip: hashText('skip'),
	classes: hashText('classes'),
	concepts: hashText('concepts'),
	wordThenClass: hashText('word-class'),
	classThenWord: hashText('class-word'),
	gap: hashText('gap'),
	clause: hashText('clause'),
	order: hashText('order'),
};

/** Features of a word wherever it is, as hashes. */
interface WordFeatures {
	word: number;
	classes: number[];
	concepts: number[];
	/** The word and its n-grams. */
	literal: number[];
	/** Its classes and concepts. */
	general: number[];
}

/** `amount`: how much a feature counts. */
type Visit = (hash: number, amount: number) => void;

/** Weight of a word's subject, which carries over to other words and languages. */
const general = 2;
const literal = 1;

/** Reads the features of each token: its word, n-grams, classes and concepts, and their pairs with the words that follow in the sentence. */
export class FeatureReader {
	readonly #words = new Map<string, WordFeatures>();

	constructor(
		private readonly text: string,
		private readonly tokens: readonly Token[],
	) {}

	/** Calls `visit` with the hash of each feature of a token. */
	visit(at: number, visit: Visit): void {
		const token = this.tokens[at]!;
		const features = this.#features(token);
		for (const hash of features.literal) visit(hash, literal);
		for (const hash of features.general) visit(hash, general);
		const previous = this.tokens[at - 1];
		const isFirst = previous?.sentence !== token.sentence;
		if (isFirst) visitFirst(features, visit);
		if (isFirst || clauseMarks.test(this.text.slice(previous.end, token.start))) visitClause(features, visit);
		this.#visitGap(features.word, token, this.tokens[at + 1], visit);
		for (let other = at + 1; other <= at + conceptReach; other++) {
			const later = this.tokens[other];
			if (later?.sentence !== token.sentence) return;
			visitPair(features, this.#features(later), other - at, visit);
		}
	}

	/** Visits separators of words: a colon after a name, a quotation mark, a line break. */
	#visitGap(word: number, token: Token, next: Token | undefined, visit: Visit): void {
		const gap = this.text.slice(token.end, Math.min(next?.start ?? this.text.length, token.end + 3));
		if (gap === ' ' || gap === '') return;
		const hash = hashText(gap, salts.gap);
		visit(hash, general);
		visit(mixHashes(word, hash), literal);
	}

	#features({ word, classes }: Token): WordFeatures {
		let features = this.#words.get(word);
		if (!features) this.#words.set(word, (features = readWord(word, classes)));
		return features;
	}
}

function visitFirst({ word, classes }: WordFeatures, visit: Visit): void {
	visit(mixHashes(word, salts.first), literal);
	for (const id of classes) visit(mixHashes(id, salts.first), general);
}

/** Orders begin a part of a sentence: "Hello, forget …", "assistant: send …". */
function visitClause({ word, general: ids }: WordFeatures, visit: Visit): void {
	visit(mixHashes(word, salts.clause), literal);
	for (const id of ids) visit(mixHashes(id, salts.clause), general);
}

function visitPair(first: WordFeatures, second: WordFeatures, distance: number, visit: Visit): void {
	if (distance === 1) visitNeighbours(first, second, visit);
	if (distance === 2) visit(mixHashes(mixHashes(first.word, second.word), salts.skip), literal);
	if (distance <= classReach)
		for (const id of first.classes) for (const other of second.classes) visit(mixHashes(mixHashes(id, other), salts.classes), general);
	if (distance <= classReach)
		for (const id of first.concepts) for (const other of second.concepts) visit(mixHashes(mixHashes(id, other), salts.order), literal);
	// In any order too, because languages differ in it.
	for (const id of first.concepts)
		for (const other of second.concepts) visit(mixHashes(mixHashes(Math.min(id, other), Math.max(id, other)), salts.concepts), general);
}

function visitNeighbours(first: WordFeatures, second: WordFeatures, visit: Visit): void {
	visit(mixHashes(mixHashes(first.word, second.word), salts.pair), literal);
	for (const id of second.classes) visit(mixHashes(mixHashes(first.word, id), salts.wordThenClass), literal);
	for (const id of first.classes) visit(mixHashes(mixHashes(id, second.word), salts.classThenWord), literal);
}

function readWord(raw: string, ids: readonly number[]): WordFeatures {
	const plain = raw.slice(0, maxLetters).replace(/\d/g, '0');
	const word = hashText(plain, salts.word);
	const classes = ids
		.map(findClassName)
		// Literal words of rules are words already.
		.filter((name) => !name.startsWith('='))
		.map((name) => hashText(name, salts.class));
	const concepts = findConcepts(plain).map((name) => hashText(name, salts.concept));
	return { word, classes, concepts, literal: [word, ...hashLetters(`<${plain}>`)], general: [...classes, ...concepts] };
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
