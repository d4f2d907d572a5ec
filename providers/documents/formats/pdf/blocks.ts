import { orderPieces } from './direction';
import { findTables, type Row } from './page-tables';
import { joinLines } from './join-lines';
import { splitCells, groupRows, type Segment } from './segments';

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
