import type { Segment } from './segments';

/** One line of a part of a page. */
export interface Row {
	/** The cells of a table row. */
	segments: Segment[];
	/** The pieces they were joined from: some cells are closer than usual. */
	pieces: Segment[];
	base: number;
	size: number;
}

type Piece = { kind: 'line'; row: Row } | { kind: 'table'; text: string; rows: number };

const minRows = 2;
const maxCells = 60;

/** Groups lines and tables; a table is a sequence of rows with aligned cells. */
export function findTables(rows: Row[], leading: number): Piece[] {
	const pieces: Piece[] = [];
	for (let at = 0; at < rows.length;) {
		const length = tableLength(rows, at, leading);
		const run = rows.slice(at, at + Math.max(1, length));
		pieces.push(length > 0 ? asTable(run) : { kind: 'line', row: run[0]! });
		at += run.length;
	}
	return pieces;
}

/** Counts the rows of a table that begins here; 0 if none does. */
function tableLength(rows: Row[], at: number, leading: number): number {
	if (rows[at]!.segments.length < 2) return 0;
	let columns = toSpans(rows[at]!.segments);
	let full = 1;
	let length = 1;
	for (let next = at + 1; next < rows.length; next += 1) {
		const { segments, base, size } = rows[next]!;
		const gap = base - rows[next - 1]!.base;
		const joined = merge([...columns, ...toSpans(segments)]);
		// Text across several columns belongs to no cell; the columns of a table stay separate to its end.
		if (gap > 4 * size || joined.length < Math.max(2, columns.length) || joined.length > maxCells) break;
		if (segments.length < 2 && !continues(segments[0]!, gap, size, leading, columns)) break;
		columns = joined;
		length = next - at + 1;
		if (segments.length >= 2) full += 1;
	}
	return full >= minRows ? length : 0;
}

/** Whether a line continues the cells above: it is closer to them than rows are. */
function continues({ left, right }: Segment, gap: number, size: number, leading: number, columns: Span[]): boolean {
	const below = columns.filter((column) => column.left < right && column.right > left);
	return below.length === 1 && gap <= Math.min(1.5 * size, 1.1 * leading);
}

interface Span {
	left: number;
	right: number;
}

function toSpans(segments: Segment[]): Span[] {
	return segments.map(({ left, right }) => ({ left, right }));
}

/** Merges overlapping spans. */
function merge(spans: Span[]): Span[] {
	const merged: Span[] = [];
	for (const { left, right } of spans.sort((one, other) => one.left - other.left)) {
		const last = merged.at(-1);
		if (last && left < last.right) last.right = Math.max(last.right, right);
		else merged.push({ left, right });
	}
	return merged;
}

function asTable(rows: Row[]): Piece {
	const columns = merge(rows.flatMap(({ pieces }) => toSpans(pieces)));
	const cells: string[][] = [];
	for (const { segments, pieces } of rows) {
		const row = columns.map(({ left, right }) =>
			pieces
				.filter((segment) => segment.left < right && segment.right > left)
				.map(({ text }) => text.replaceAll('|', '\\|'))
				.join(' '),
		);
		const above = cells.at(-1);
		// The first cell names the row: if it is empty, the previous row continues.
		if (above && row[0] === '' && row.filter((cell) => cell !== '').length < columns.length - 1) addTo(above, row);
		else if (above && segments.length < 2) addTo(above, row);
		else cells.push(row);
	}
	const [header, ...body] = cells.map((row) => `| ${row.join(' | ')} |`);
	return { kind: 'table', text: [header, `|${' --- |'.repeat(columns.length)}`, ...body].join('\n'), rows: cells.length };
}

function addTo(above: string[], row: string[]): void {
	for (const [index, cell] of row.entries()) if (cell) above[index] = above[index] ? `${above[index]} ${cell}` : cell;
}
