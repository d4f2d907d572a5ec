/** Maps a range of a rewritten text to the original, in UTF-16 code units. */
export type RangeMap = (this: void, start: number, end: number) => { start: number; end: number };

export const sameRange: RangeMap = (start, end) => ({ start, end });

/** Maps positions of a rewritten text back. An array of single characters takes ten times as long for a megabyte. */
export class RewrittenText {
	#length = 0;
	#units: Uint16Array;
	/** Four numbers a change: start and length in the rewritten text, start and length in the original. */
	readonly #changes: number[] = [];

	constructor(private readonly original: string) {
		this.#units = new Uint16Array(original.length + 8);
	}

	copy(from: number, to: number): void {
		this.#reserve(to - from);
		for (let at = from; at < to; at++) this.#units[this.#length++] = this.original.charCodeAt(at);
	}

	/** A range without length inserts the piece. */
	replace(piece: string, at: number, length: number): void {
		if (piece.length !== 1 || length !== 1) this.#changes.push(this.#length, piece.length, at, length);
		this.#reserve(piece.length);
		for (let unit = 0; unit < piece.length; unit++) this.#units[this.#length++] = piece.charCodeAt(unit);
	}

	get text(): string {
		return Buffer.from(this.#units.buffer, 0, this.#length * 2).toString('utf16le');
	}

	readonly toOriginal: RangeMap = (start, end) => {
		const from = this.#locate(start, false);
		return { start: from, end: end > start ? this.#locate(end - 1, true) : from };
	};

	#reserve(length: number): void {
		if (this.#length + length <= this.#units.length) return;
		const grown = new Uint16Array((this.#length + length) * 2);
		grown.set(this.#units);
		this.#units = grown;
	}

	#locate(position: number, end: boolean): number {
		const at = this.#lastAtOrBefore(position);
		if (at < 0) return position + Number(end);
		const [start, length, originalStart, originalLength] = this.#changes.slice(at, at + 4) as [number, number, number, number];
		if (position < start + length) return end ? originalStart + originalLength : originalStart;
		return originalStart + originalLength + (position - start - length) + Number(end);
	}

	#lastAtOrBefore(position: number): number {
		let low = 0;
		let high = this.#changes.length / 4;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#changes[middle * 4]! <= position) low = middle + 1;
			else high = middle;
		}
		return (low - 1) * 4;
	}
}
