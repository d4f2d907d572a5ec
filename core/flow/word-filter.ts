import { hashBeginnings, visitWords } from './word-hashes';

const bitsOfFilter = 17;

/** Rules out most absent words by one bit, and most pairs of words that are not adjacent. */
export class WordFilter {
	readonly #bits = new Uint8Array(2 ** bitsOfFilter / 8);
	constructor(text: string) {
		let last = 0;
		visitWords(text, (hash) => {
			this.#set(hash);
			this.#set(join(last, hash));
			last = hash;
		});
	}

	/** @param hash of a word, or of two joined words */
	has = (hash: number): boolean => {
		const bit = toBit(hash);
		return (this.#bits[bit >> 3]! & (1 << (bit & 7))) !== 0;
	};

	#set(hash: number): void {
		const bit = toBit(hash);
		this.#bits[bit >> 3]! |= 1 << (bit & 7);
	}

	/** Lists first words of a reference for texts with blanks and marks in other places. */
	listBeginnings(reference: string): string[] {
		const hopeless = new Set<number>();
		const canFollow = (start: number, last: number, lastStart: number): boolean => {
			if (start === reference.length) return true;
			const key = start * reference.length + lastStart;
			if (hopeless.has(key)) return false;
			const hashes = hashBeginnings(reference, start);
			const can =
				hashes.length === 0
					? canFollow(start + 1, last, lastStart)
					: hashes.some((hash, at) => this.has(hash) && this.has(join(last, hash)) && canFollow(start + at + 1, hash, start));
			if (!can) hopeless.add(key);
			return can;
		};
		const first = /[\p{L}\p{N}]|$/u.exec(reference)!.index;
		const ends = hashBeginnings(reference, first).flatMap((hash, at) =>
			this.has(hash) && canFollow(first + at + 1, hash, first) ? [first + at + 1] : [],
		);
		return ends.map((end) => reference.slice(0, end));
	}
}

const toBit = (hash: number): number => (hash ^ (hash >>> 16)) & (2 ** bitsOfFilter - 1);
const join = (one: number, next: number): number => Math.imul(one, 31) ^ next;
