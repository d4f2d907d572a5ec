import { orderPieces, readsLeftward } from './direction';
import { joinLines } from './join-lines';
import { splitCells, groupRows, type Segment } from './segments';
import { alignedColumns, isFormula, merge, toColumns, toSpans } from './table-columns';
import type { Span } from './table-columns';

interface Row {
	segments: Segment[];
	/** Original pieces: some cells are closer than usual. */
	pieces: Segment[];
	base: number;
	size: number;
}

type Piece = { kind: 'line'; row: Row } | { kind: 'table'; text: string; base: number; rows: number };

const minRows = 2;
const maxCells = 60;

function findTables(rows: Row[], leading: number): Piece[] {
	const pieces: Piece[] = [];
	for (let at = 0; at < rows.length;) {
		const length = tableLength(rows, at, leading);
		const run = rows.slice(at, at + Math.max(1, length));
		pieces.push(...(length > 0 && isTable(run) ? [asTable(run)] : run.map((row): Piece => ({ kind: 'line', row }))));
		at += run.length;
	}
	return pieces;
}

function tableLength(rows: Row[], at: number, leading: number): number {
	if (rows[at]!.segments.length < 2) return 0;
	let columns = toSpans(rows[at]!.segments);
	let full = 1;
	let length = 1;
	for (let next = at + 1; next < rows.length; next += 1) {
		const row = rows[next]!;
		const gap = row.base - rows[next - 1]!.base;
		const joined = merge([...columns, ...toSpans(row.segments)]);
		const fits = joined.length >= Math.max(2, columns.length) && joined.length <= maxCells;
		if (gap > 4 * row.size) break;
		if (row.segments.length < 2 && !continues(row.segments[0]!, gap, row.size, leading, columns)) {
			if (!fits && !spans(row.segments[0]!, columns)) break;
			if (!goesOn(rows[next + 1], columns, Math.max(gap, row.size))) break;
			length = next - at + 1;
			continue;
		}
		if (!fits) break;
		columns = joined;
		length = next - at + 1;
		if (row.segments.length >= 2) full += 1;
	}
	return full >= minRows ? length : 0;
}

function spans({ left }: Segment, columns: Span[]): boolean {
	return left < columns[0]!.right && left >= columns[0]!.left - 1;
}

function goesOn(next: Row | undefined, columns: Span[], gap: number): boolean {
	if (!next || next.segments.length < Math.max(2, columns.length - 1)) return false;
	return next.size <= 1.5 * gap && merge([...columns, ...toSpans(next.segments)]).length === columns.length;
}

/** True if closer to the cells above than rows are. */
function continues({ left, right }: Segment, gap: number, size: number, leading: number, columns: Span[]): boolean {
	const below = columns.filter((column) => column.left < right && column.right > left);
	return below.length === 1 && gap <= Math.min(1.5 * size, 1.1 * leading);
}

function isTable(rows: Row[]): boolean {
	const full = rows.filter(({ segments }) => segments.length >= 2);
	const formulas = full.filter(({ segments }) => isFormula(segments.map(({ text }) => text))).length;
	return formulas < full.length / 2 && alignedColumns(full.map(({ segments }) => segments)) >= 2;
}

function asTable(rows: Row[]): Piece {
	const columns = toColumns(rows.map(({ pieces }) => pieces));
	const usualGap = findUsualGap(rows);
	const cells: string[][] = [];
	for (const [index, row] of rows.entries()) {
		const texts = columns.map((column, at) =>
			row.pieces
				.filter((piece) => columns.findIndex((each) => each.left < piece.right && each.right > piece.left) === at && column)
				.map(({ text }) => text.replaceAll('|', '\\|'))
				.join(' '),
		);
		const above = cells.at(-1);
		const gap = index > 0 ? row.base - rows[index - 1]!.base : 0;
		if (above && (row.segments.length < 2 || texts[0] === '') && belongsAbove(texts, gap, usualGap)) addTo(above, texts);
		else cells.push(texts);
	}
	if (readsLeftward(cells.flat())) for (const row of cells) row.reverse();
	const [header, ...body] = cells.map((row) => `| ${row.join(' | ')} |`);
	const text = [header, `|${' --- |'.repeat(columns.length)}`, ...body].join('\n');
	return { kind: 'table', text, base: rows[0]!.base, rows: cells.length };
}

function findUsualGap(rows: Row[]): number {
	const gaps = rows.slice(1).flatMap(({ segments, base }, index) => (segments.length >= 2 ? [base - rows[index]!.base] : []));
	return gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY;
}

function belongsAbove(texts: string[], gap: number, usualGap: number): boolean {
	const filled = texts.filter((text) => text !== '');
	if (gap < 0.9 * usualGap) return true;
	return texts[0] === '' && filled.every((text) => /^\p{Ll}/u.test(text));
}

function addTo(above: string[], row: string[]): void {
	for (const [index, cell] of row.entries()) if (cell) above[index] = above[index] ? `${above[index]} ${cell}` : cell;
}

export interface Block {
	kind: 'paragraph' | 'table';
	text: string;
	size: number;
	/** Baseline of the first line, in points from the top. */
	base: number;
	lines: number;
}

export function groupBlocks(part: Segment[]): Block[] {
	const blocks: Block[] = [];
	const edges = { left: Math.min(...part.map(({ left }) => left)), right: Math.max(...part.map(({ right }) => right)) };
	const rows = groupRows(part).map((segments): Row => ({
		segments: joinMarker(splitCells(segments, edges)),
		pieces: segments,
		...measureLine(segments),
	}));
	const leading = usualLeading(rows);
	const edge = usualEdge(rows);
	let lines: Row[] = [];
	const flush = () => {
		if (lines.length > 0) blocks.push(toParagraph(lines));
		lines = [];
	};
	for (const piece of findTables(rows, leading)) {
		if (piece.kind === 'table') {
			flush();
			blocks.push({ kind: 'table', text: piece.text, size: 0, base: piece.base, lines: piece.rows });
			continue;
		}
		const last = lines.at(-1);
		if (last && (beginsAnew(last, piece.row, leading) || endsEarly(last, piece.row, edge))) flush();
		lines.push(piece.row);
	}
	flush();
	return blocks;
}

/** The largest letters set the baseline: a raised mark can come first. */
function measureLine(segments: Segment[]): Pick<Row, 'base' | 'size'> {
	const { base, size } = segments.reduce((one, other) => (other.size > one.size ? other : one));
	return { base, size };
}

function usualLeading(rows: Row[]): number {
	const counts = new Map<number, number>();
	for (let index = 1; index < rows.length; index += 1) {
		const distance = Math.round((rows[index]!.base - rows[index - 1]!.base) * 2) / 2;
		if (distance > 0 && distance < 3 * rows[index]!.size) counts.set(distance, (counts.get(distance) ?? 0) + 1);
	}
	return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0])[0]?.[0] ?? Number.POSITIVE_INFINITY;
}

const listItem = /^(?:[•▪‣◦●○■–—*-]|\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-zA-Z][.)])\s/;

/** Joins a list marker to its text: a list is not a table. */
function joinMarker(cells: Segment[]): Segment[] {
	const [marker, text] = cells;
	if (cells.length !== 2 || !listItem.test(`${marker!.text} `) || !/\p{L}{2}/u.test(text!.text)) return cells;
	return [{ ...text!, text: `${marker!.text} ${text!.text}`, left: marker!.left }];
}

function beginsAnew(last: Row, next: Row, leading: number): boolean {
	const gap = next.base - last.base;
	const resized = Math.abs(next.size - last.size) > 0.12 * Math.max(next.size, last.size);
	const usual = Number.isFinite(leading) ? Math.max(leading, 1.05 * Math.max(next.size, last.size)) : 1.6 * next.size;
	return resized || gap > 1.3 * usual || gap < 0 || listItem.test(joinText(next));
}

function usualEdge(rows: Row[]): { left: number; right: number } {
	const ends = rows.map(({ segments }) => segments.at(-1)!.right).sort((one, other) => one - other);
	return { left: Math.min(...rows.map(({ segments }) => segments[0]!.left)), right: ends[Math.ceil(0.8 * (ends.length - 1))]! };
}

/** True if the next word would have fit: the author started a new line. Lines of a heading are often centred. */
function endsEarly({ segments, size }: Row, { segments: [next] }: Row, { left, right }: { left: number; right: number }): boolean {
	if (/\p{L}[-\u2010]$/u.test(segments.at(-1)!.text)) return false;
	const room = right - segments.at(-1)!.right;
	const word = (next!.right - next!.left) * ((next!.text.indexOf(' ') + 1 || next!.text.length) / next!.text.length);
	return room > 0.25 * (right - left) && room > word + size && Math.abs(next!.left - segments[0]!.left) < 4 * size;
}

function toParagraph(rows: Row[]): Block {
	const size = rows[0]!.size;
	return { kind: 'paragraph', text: joinLines(rows.map(joinText)), size, base: rows[0]!.base, lines: rows.length };
}

function joinText({ segments }: Row): string {
	return orderPieces(segments)
		.map(({ text }) => text)
		.join('  ');
}
