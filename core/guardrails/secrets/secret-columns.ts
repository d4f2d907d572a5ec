import { findCellsBelow, findInsertedCells } from '../personal-data/reading/table-cells';
import { isColumnSecret, type SecretKind } from './assigned-secret';

interface Place {
	start: number;
	end: number;
	score: number;
}

const limits = { distance: 400_000, rows: 10_000, row: 2_000 };
const maxColumns = 8;
const maxHeading = 40;
const edge = /[;|,\t\n(]/;
/** A name in a sentence heads no column. */
const maxWords = 3;

/** Secrets below column names of CSV, tables and SQL. Reads each table once, for its first eight names. */
export class SecretColumns {
	#tableStart = 0;
	#tableEnd = 0;
	#columns = 0;

	constructor(private readonly text: string) {}

	findBelow(nameStart: number, nameEnd: number, kind: SecretKind): Place[] {
		if (nameStart >= this.#tableStart && nameStart < this.#tableEnd) return [];
		const heading = this.#readHeading(nameStart, nameEnd);
		if (!heading || (nameStart < this.#tableStart && this.#columns >= maxColumns)) return [];
		const below = findCellsBelow(this.text, nameStart, nameEnd, limits);
		const cells = below.length > 0 ? below : findInsertedCells(this.text, nameStart, nameEnd, limits);
		if (cells.length === 0) return [];
		if (nameStart >= this.#tableEnd) {
			this.#columns = 0;
			this.#tableStart = nameEnd + this.text.slice(nameEnd).search(/[\n)]/);
			this.#tableEnd = cells.at(-1)!.end;
		}
		this.#columns++;
		return cells
			.filter(({ start, end }) => isColumnSecret(this.text.slice(start, end), kind, heading))
			.map(({ start, end }) => ({ start, end, score: 0.6 }));
	}

	#readHeading(nameStart: number, nameEnd: number): { before: string; after: string } | undefined {
		const before = this.text.slice(Math.max(0, nameStart - maxHeading), nameStart).split(edge);
		const after = this.text.slice(nameEnd, nameEnd + maxHeading).split(edge);
		if (after.length === 1 || /[:=]/.test(after[0]!)) return undefined;
		const heading = { before: before.at(-1)!, after: after[0]! };
		const words = `${heading.before}x${heading.after}`.match(/[\p{L}\p{N}]+/gu)!;
		return words.length > maxWords ? undefined : heading;
	}
}
