/** A text as the rules read it, with a map back to the original text. */
export interface Reading {
	/** Lower case, without accents, invisible characters and look-alikes. */
	text: string;
	/** The disguise of the text: `encoded-base64`. Absent for the undisguised text. */
	disguise?: string;
	/** Returns the original range of a range of `text`, in UTF-16 code units. */
	toOriginal: (start: number, end: number) => { start: number; end: number };
}

export type OffsetMap = Reading['toOriginal'];

/** Builds a text piece by piece and records where each piece came from. */
export class MappedText {
	private readonly pieces: string[] = [];
	private readonly starts: number[] = [];
	private readonly ends: number[] = [];

	/** Adds a piece that came from the whole range. */
	add(piece: string, start: number, end: number): void {
		this.pieces.push(piece);
		for (let unit = 0; unit < piece.length; unit++) {
			this.starts.push(start);
			this.ends.push(end);
		}
	}

	/** Adds a run that came from `start` on, unit by unit. */
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

	/** Returns the map through an outer one, if the source was itself built. */
	mapThrough(outer: OffsetMap): OffsetMap {
		const { starts, ends } = this;
		return (start, end) => {
			const last = ends.length - 1;
			if (last < 0) return outer(0, 0);
			const first = Math.min(start, last);
			const final = end > start ? Math.min(end - 1, last) : first;
			// Reversed text has its end before its beginning.
			return outer(Math.min(starts[first]!, starts[final]!), end > start ? Math.max(ends[first]!, ends[final]!) : starts[first]!);
		};
	}
}

export const sameOffsets: OffsetMap = (start, end) => ({ start, end });
