/** 4 Latin characters or one of another script, as in core/tokens/estimate-tokens.ts; counted here in quarters. */
export const quartersPerToken = 4;
const notLatin = /[^\0-\u024f]+/g;
const firstOther = 0x250;
const blockBits = 5;

/** Reads at most two blocks of characters again. */
export class TokenRuler {
	readonly #before?: Uint32Array;

	constructor(private readonly text: string) {
		this.#before = countBlocks(text);
	}

	quarters(start: number, end: number): number {
		return this.#before ? this.#upTo(end, this.#before) - this.#upTo(start, this.#before) : end - start;
	}

	reach(start: number, end: number, quarters: number): number {
		if (!this.#before) return Math.min(end, start + Math.floor(quarters));
		const limit = this.#upTo(start, this.#before) + quarters;
		let block = start >> blockBits;
		while ((block + 1) << blockBits <= end && this.#before[block + 1]! <= limit) block += 1;
		let place = Math.max(start, block << blockBits);
		for (let count = this.#upTo(place, this.#before); place < end; place += 1) {
			count += weightAt(this.text, place);
			if (count > limit) break;
		}
		return place;
	}

	#upTo(place: number, before: Uint32Array): number {
		let quarters = before[place >> blockBits]!;
		for (let index = (place >> blockBits) << blockBits; index < place; index += 1) quarters += weightAt(this.text, index);
		return quarters;
	}
}

function weightAt(text: string, index: number): number {
	return text.charCodeAt(index) < firstOther ? 1 : quartersPerToken;
}

/** Undefined if every character is one quarter. Uses the engine's search, several times as fast as a loop. */
function countBlocks(text: string): Uint32Array | undefined {
	notLatin.lastIndex = 0;
	let run = notLatin.exec(text);
	if (!run) return undefined;
	const size = 1 << blockBits;
	const before = new Uint32Array((text.length >> blockBits) + 2);
	for (; run; run = notLatin.exec(text))
		for (let start = run.index, end = start + run[0].length; start < end;) {
			const block = start >> blockBits;
			const stop = Math.min(end, (block + 1) * size);
			before[block + 1]! += (stop - start) * (quartersPerToken - 1);
			start = stop;
		}
	for (let block = 1; block < before.length; block += 1)
		before[block]! += before[block - 1]! + Math.max(0, Math.min(text.length, block * size) - (block - 1) * size);
	return before;
}
