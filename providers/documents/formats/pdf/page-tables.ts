import type { Segment } from './segments';

/** What stands on one line of a part of a page. */
export interface Row {
	/** Its cells, where it is of a table. */
	segments: Segment[];
	/** What they were joined of: cells may stand nearer to one another than most do. */
	pieces: Segment[];
	base: number;
	size: number;
}

type Piece = { kind: 'line'; row: Row } | { kind: 'table'; text: string; rows: number };

const leastRows = 2;
const mostCells = 60;

/** Lines, and tables as Markdown: rows that follow one another and whose cells stand below one another. */
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

/** How many rows from here on are one table; 0 where none begins. */
function tableLength(rows: Row[], at: number, leading: number): number {
	if (rows[at]!.segments.length < 2) return 0;
	let columns = spansOf(rows[at]!.segments);
	let full = 1;
	let length = 1;
	for (let next = at + 1; next < rows.length; next += 1) {
		const { segments, base, size } = rows[next]!;
		const gap = base - rows[next - 1]!.base;
		const joined = merge([...columns, ...spansOf(segments)]);
		// What lies across several columns belongs to no cell; a table's columns stay apart to its end.
		if (gap > 4 * size || joined.length < Math.max(2, columns.length) || joined.length > mostCells) break;
		if (segments.length < 2 && !continues(segments[0]!, gap, size, leading, columns)) break;
		columns = joined;
		length = next - at + 1;
		if (segments.length >= 2) full += 1;
	}
	return full >= leastRows ? length : 0;
}

/** A cell that needs a second line, which stands below it and closer than rows do. */
function continues({ left, right }: Segment, gap: number, size: number, leading: number, columns: Span[]): boolean {
	const below = columns.filter((column) => column.left < right && column.right > left);
	return below.length === 1 && gap <= Math.min(1.5 * size, 1.1 * leading);
}

interface Span {
	left: number;
	right: number;
}

function spansOf(segments: Segment[]): Span[] {
	return segments.map(({ left, right }) => ({ left, right }));
}

/** Overlapping ones as one. */
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
	const columns = merge(rows.flatMap(({ pieces }) => spansOf(pieces)));
	const cells: string[][] = [];
	for (const { segments, pieces } of rows) {
		const row = columns.map(({ left, right }) =>
			pieces
				.filter((segment) => segment.left < right && segment.right > left)
				.map(({ text }) => text.replaceAll('|', '\\|'))
				.join(' '),
		);
		const above = cells.at(-1);
		// The first cell names the row: where it is empty, the row before goes on.
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
