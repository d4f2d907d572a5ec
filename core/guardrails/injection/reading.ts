/** A text as the rules read it, with a mapping to the original text. */
export interface Reading {
	text: string;
	/** Such as `encoded-base64`; absent for the original. */
	disguise?: string;
	/** Original range in UTF-16 code units. */
	toOriginal: (start: number, end: number) => { start: number; end: number };
}

export type OffsetMap = Reading['toOriginal'];

export class MappedText {
	readonly #pieces: string[] = [];
	readonly #starts: number[] = [];
	readonly #ends: number[] = [];

	add(piece: string, start: number, end: number): void {
		this.#pieces.push(piece);
		for (let unit = 0; unit < piece.length; unit++) {
			this.#starts.push(start);
			this.#ends.push(end);
		}
	}

	addRun(run: string, start: number): void {
		this.#pieces.push(run);
		for (let unit = 0; unit < run.length; unit++) {
			this.#starts.push(start + unit);
			this.#ends.push(start + unit + 1);
		}
	}

	get text(): string {
		return this.#pieces.join('');
	}

	mapThrough(outer: OffsetMap): OffsetMap {
		const starts = this.#starts;
		const ends = this.#ends;
		return (start, end) => {
			const last = ends.length - 1;
			if (last < 0) return outer(0, 0);
			const first = Math.min(start, last);
			const final = end > start ? Math.min(end - 1, last) : first;
			// Reversed text has its end before its start.
			return outer(Math.min(starts[first]!, starts[final]!), end > start ? Math.max(ends[first]!, ends[final]!) : starts[first]!);
		};
	}
}

export const sameOffsets: OffsetMap = (start, end) => ({ start, end });
