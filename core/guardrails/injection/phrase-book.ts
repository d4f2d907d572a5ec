import type { Phrase } from './phrase';
import type { Token } from './tokens';

const farthest = 30;
/** Far below the largest number of an Int32Array. */
const maxNumber = 1 << 30;

interface PhraseMatch<Entry> {
	entry: Entry;
	first: number;
	last: number;
}

interface Start<Entry> {
	entries: Entry[];
	/** For each entry, the number of possible next classes, and these: rules out most phrases. */
	next: number[];
}

/**
 * Finds phrases by their first words. Walks backwards and tracks each class by distance, at most 30, one bit a place. Reuses tables: creating
 * them takes longer than reading a message.
 */
export class PhraseBook<Entry extends { phrase: Phrase }> {
	readonly #starts: Array<Start<Entry> | undefined> = [];
	#bits = new Int32Array();
	#places = new Int32Array();
	#sentences = new Int32Array();
	/** Offset of sentence numbers, to tell texts apart. */
	#base = 0;
	#next = 0;

	add(entry: Entry): void {
		const [first, ...others] = entry.phrase.steps;
		const { ids = [] } = others.find(({ optional }) => !optional) ?? {};
		for (const id of first!.ids) {
			const start = (this.#starts[id] ??= { entries: [], next: [] });
			start.entries.push(entry);
			start.next.push(ids.length, ...ids);
		}
	}

	findAll(tokens: readonly Token[], classCount: number): Array<PhraseMatch<Entry>> {
		const matches: Array<PhraseMatch<Entry>> = [];
		this.#open(tokens, classCount);
		for (let first = tokens.length - 1; first >= 0; first--) {
			for (const id of tokens[first]!.classes) {
				const start = this.#starts[id];
				if (start) this.#match(start, tokens, first, matches);
			}
			this.#include(tokens[first]!);
		}
		return matches;
	}

	#open(tokens: readonly Token[], classCount: number): void {
		if (this.#bits.length < classCount || this.#next > maxNumber) {
			this.#bits = new Int32Array(classCount);
			this.#places = new Int32Array(classCount);
			this.#sentences = new Int32Array(classCount).fill(-1);
			this.#next = 0;
		}
		this.#base = this.#next;
		this.#next += (tokens.at(-1)?.sentence ?? 0) + 1;
	}

	#match({ entries, next }: Start<Entry>, tokens: readonly Token[], first: number, matches: Array<PhraseMatch<Entry>>): void {
		const sentence = this.#base + tokens[first]!.sentence;
		for (let number = 0, at = 0; number < entries.length; number++) {
			const end = at + 1 + next[at]!;
			let follows = end === at + 1;
			for (at += 1; at < end; at++) follows ||= this.#sentences[next[at]!] === sentence;
			const last = follows ? this.#findEnd(entries[number]!.phrase, tokens, first) : undefined;
			if (last !== undefined) matches.push({ entry: entries[number]!, first, last });
		}
	}

	/** Call after the query of the token; then query the previous one. */
	#include({ classes, place, sentence }: Token): void {
		for (const id of classes) {
			this.#bits[id] = this.#bitsAt(id, place, sentence) | 1;
			this.#places[id] = place;
			this.#sentences[id] = this.#base + sentence;
		}
	}

	#findEnd({ steps }: Phrase, tokens: readonly Token[], at: number): number | undefined {
		const { place, sentence } = tokens[at]!;
		let reach = 1;
		for (let number = 1; number < steps.length; number++) {
			const { gap, optional, ids } = steps[number]!;
			let bits = 0;
			for (const id of ids) bits |= this.#bitsAt(id, place, sentence);
			const next = bits === 0 ? 0 : spread(reach, gap) & bits;
			if (next === 0 && !optional) return undefined;
			reach = optional ? reach | next : next;
		}
		return findIndex(tokens, at, 31 - Math.clz32(steps.at(-1)!.optional ? reach : reach & -reach));
	}

	#bitsAt(id: number, place: number, sentence: number): number {
		if (this.#sentences[id] !== this.#base + sentence) return 0;
		const distance = this.#places[id]! - place;
		return distance > farthest ? 0 : (this.#bits[id]! << distance) & 0x7fffffff;
	}
}

function findIndex(tokens: readonly Token[], at: number, distance: number): number | undefined {
	const place = tokens[at]!.place + distance;
	for (let index = at; index < tokens.length; index++) if (tokens[index]!.place >= place) return index;
	return undefined;
}

function spread(reach: number, gap: number): number {
	let result = 0;
	for (let distance = 1; distance <= gap + 1; distance++) result |= reach << distance;
	return result & 0x7fffffff;
}
