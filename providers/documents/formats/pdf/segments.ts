/** A run of text on one line, without a gap that could separate columns. In points from the upper left corner of the displayed page. */
export interface Segment {
	text: string;
	left: number;
	right: number;
	/** The position of the baseline. */
	base: number;
	/** The size of the letters. */
	size: number;
}

/** The part of PDF.js's text item that is used here. */
export interface TextItem {
	str: string;
	/** From text space to page space (ISO 32000-1, 9.4.4). */
	transform: number[];
	width: number;
}

/** A wider gap, in letter sizes, separates cells and hardly ever words of a justified line; columns can be closer. */
const cellGap = 1.1;
/** A wider gap can separate columns if the lines above and below have one too. */
const columnGap = 0.6;
const wordGap = 0.15;

/**
 * Joins the text items of PDF.js into the segments of a page.
 * @param viewport from page space to display space, which can be rotated
 */
export function joinSegments(items: TextItem[], viewport: number[]): Segment[] {
	const upright = turnedUpright(items, viewport);
	const pieces = items.flatMap((item) => toPiece(item, upright) ?? []);
	return groupRows(pieces).flatMap((row) => joinPieces(row, columnGap));
}

/** Rotates the view so that most letters are upright: pages with a wide table are printed sideways. */
function turnedUpright(items: TextItem[], viewport: number[]): number[] {
	const letters = [0, 0, 0, 0];
	for (const { str, transform } of items) {
		const [a, b] = product(viewport, transform);
		const direction = Math.abs(a!) >= Math.abs(b!) ? (a! > 0 ? 0 : 2) : b! > 0 ? 1 : 3;
		letters[direction]! += str.trim().length;
	}
	const turns = letters.indexOf(Math.max(...letters));
	// A long note in the margin of a page with few words must not rotate it.
	return letters[turns]! <= 2 * letters[0]! ? viewport : product(quarterTurns[turns]!, viewport);
}

/** Rotations for lines that run right, down, left and up. */
const quarterTurns = [
	[1, 0, 0, 1, 0, 0],
	[0, -1, 1, 0, 0, 0],
	[-1, 0, 0, -1, 0, 0],
	[0, 1, -1, 0, 0, 0],
];

/** Undefined for rotated text, such as a watermark or a note in the margin. */
function toPiece({ str, transform, width }: TextItem, viewport: number[]): Segment | undefined {
	const [a, b, , d, e, f] = product(viewport, transform);
	const size = Math.hypot(a!, b!) || Math.abs(d!);
	if (!str || !Number.isFinite(e! + f! + size) || size === 0 || Math.abs(b!) > 0.1 * Math.abs(a!) || a! < 0) return undefined;
	const scale = Math.hypot(viewport[0]!, viewport[1]!) || 1;
	return { text: str, left: e!, right: e! + Math.max(0, width) * scale, base: f!, size };
}

function product([a, b, c, d, e, f]: number[], [g, h, i, j, k, l]: number[]): number[] {
	return [
		...[a! * g! + c! * h!, b! * g! + d! * h!, a! * i! + c! * j!, b! * i! + d! * j!],
		...[a! * k! + c! * l! + e!, b! * k! + d! * l! + f!],
	];
}

/** Groups segments by line, from top to bottom and left to right. Slightly raised or lowered letters belong to the line. */
export function groupRows(segments: Segment[]): Segment[][] {
	const rows: Array<{ base: number; size: number; segments: Segment[] }> = [];
	for (const segment of segments.toSorted((one, other) => one.base - other.base)) {
		const row = rows.at(-1);
		const tolerance = row && 0.35 * Math.max(Math.min(row.size, segment.size), 0.6 * Math.max(row.size, segment.size));
		if (row && segment.base - row.base <= tolerance!) {
			row.segments.push(segment);
			if (segment.size > row.size) Object.assign(row, { size: segment.size, base: segment.base });
		} else rows.push({ base: segment.base, size: segment.size, segments: [segment] });
	}
	return rows.map((row) => row.segments.sort((one, other) => one.left - other.left));
}

/** Splits a line inside one column into cells of a table, or joins it to one run of words. @param edges of the column */
export function splitCells(row: Segment[], edges: { left: number; right: number }): Segment[] {
	return joinPieces(row, isJustified(row, edges) ? Number.POSITIVE_INFINITY : cellGap);
}

/** Whether words are spaced evenly from edge to edge. Cells of a table seldom are, and begin with capitals or digits. */
function isJustified(row: Segment[], edges: { left: number; right: number }): boolean {
	const { size } = row[0]!;
	const gaps = row.slice(1).map(({ left }, index) => left - row[index]!.right);
	if (gaps.length < 2 || row[0]!.left > edges.left + size || row.at(-1)!.right < edges.right - size / 2) return false;
	const small = row.filter(({ text }) => /^\p{Ll}/u.test(text)).length;
	return Math.max(...gaps) - Math.min(...gaps) < 0.2 * size && small >= row.length / 2;
}

function joinPieces(row: Segment[], widest: number): Segment[] {
	const joined: Segment[] = [];
	let spaced = false;
	for (const piece of row) {
		// A space of normal width separates words, not columns.
		if (piece.text.trim() === '') {
			spaced = true;
			continue;
		}
		const last = joined.at(-1);
		const gap = last ? piece.left - last.right : 0;
		const size = last ? Math.max(last.size, piece.size) : 0;
		if (!last || gap > widest * size) joined.push({ ...piece });
		else {
			const apart = (spaced && gap > 0) || gap > wordGap * size;
			last.text += (apart && !/\s$/.test(last.text) && !/^\s/.test(piece.text) ? ' ' : '') + piece.text;
			last.right = Math.max(last.right, piece.right);
			if (piece.size > last.size) Object.assign(last, { size: piece.size, base: piece.base });
		}
		spaced = false;
	}
	return joined.map((segment) => ({ ...segment, text: segment.text.replace(/\s+/g, ' ').trim() }));
}
