/** A text as the rules read it, with the way back to the text that was given. */
export interface Reading {
	/** Lower case, without accents, invisible characters and look-alikes. */
	text: string;
	/** How it was hidden: `encoded-base64`; none for the text as it stands. */
	disguise?: string;
	/** The range of the original that the range of `text` was made from, in UTF-16 code units. */
	toOriginal: (start: number, end: number) => { start: number; end: number };
}

export type OffsetMap = Reading['toOriginal'];

/** Builds a text piece by piece while noting where each piece came from. */
export class MappedText {
	private readonly pieces: string[] = [];
	private readonly starts: number[] = [];
	private readonly ends: number[] = [];

	/** The whole of `piece` came from the range. */
	add(piece: string, start: number, end: number): void {
		this.pieces.push(piece);
		for (let unit = 0; unit < piece.length; unit++) {
			this.starts.push(start);
			this.ends.push(end);
		}
	}

	/** Unit for unit from `start` on. */
	addRun(run: string, start: number): void {
		this.pieces.push(run);
		for (let unit = 0; unit < run.length; unit++) {
			this.starts.push(start + unit);
			this.ends.push(start + unit + 1);
		}
	}

	get text(): string {
		return this.pieces.join('');
	}

	/** Through an outer map, when what was built from was itself built. */
	mapThrough(outer: OffsetMap): OffsetMap {
		const { starts, ends } = this;
		return (start, end) => {
			const last = ends.length - 1;
			if (last < 0) return outer(0, 0);
			const first = Math.min(start, last);
			const final = end > start ? Math.min(end - 1, last) : first;
			// What was turned round has its end before its beginning.
			return outer(Math.min(starts[first]!, starts[final]!), end > start ? Math.max(ends[first]!, ends[final]!) : starts[first]!);
		};
	}
}

export const sameOffsets: OffsetMap = (start, end) => ({ start, end });
