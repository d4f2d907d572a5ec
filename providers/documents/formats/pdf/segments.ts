import { writeLowered, writeRaised } from '../shared/raised';
import { orderPieces } from './direction';

/** Text on one line without a column gap. In points from the upper left corner of the displayed page. */
export interface Segment {
	text: string;
	left: number;
	right: number;
	base: number;
	size: number;
}

export interface TextItem {
	str: string;
	/** From text space to page space (ISO 32000-1, 9.4.4). */
	transform: number[];
	width: number;
}

/** In letter sizes. A wider gap separates cells, hardly ever words of a justified line. */
const cellGap = 1.1;
/** A wider gap can separate columns if the lines above and below have one too. */
const columnGap = 0.6;
const wordGap = 0.15;

/** @param viewport from page space to display space, which can be rotated */
export function joinSegments(items: TextItem[], viewport: number[]): Segment[] {
	const upright = turnedUpright(items, viewport);
	const pieces = items.flatMap((item) => toPiece(item, upright) ?? []);
	return groupRows(pieces).flatMap((row) => joinPieces(row, columnGap));
}

/** Rotates the view so that most letters are upright: wide tables are printed sideways. */
function turnedUpright(items: TextItem[], viewport: number[]): number[] {
	const letters = new Map<number, number>([[0, 0]]);
	for (const { str, transform } of items) {
		const [a, b] = product(viewport, transform);
		const degrees = Math.round((Math.atan2(b!, a!) * 180) / Math.PI);
		const angle = Number.isFinite(degrees) ? (degrees + 360) % 360 : 0;
		letters.set(angle, (letters.get(angle) ?? 0) + str.trim().length);
	}
	const [angle, count] = [...letters].reduce((one, other) => (other[1] > one[1] ? other : one));
	// A long margin note or a watermark must not rotate a page with few words.
	return angle === 0 || count <= 2 * letters.get(0)! ? viewport : product(rotation(angle), viewport);
}

function rotation(angle: number): number[] {
	const [cos, sin] = [Math.cos, Math.sin].map((of) => of((-angle * Math.PI) / 180)) as [number, number];
	return [cos, sin, -sin, cos, 0, 0];
}

/** Undefined for rotated text, such as a watermark or margin note. */
function toPiece({ str, transform, width }: TextItem, viewport: number[]): Segment | undefined {
	const [a, b, , d, e, f] = product(viewport, transform);
	const size = Math.hypot(a!, b!) || Math.abs(d!);
	if (!str || !Number.isFinite(e! + f! + size) || size === 0 || Math.abs(b!) > 0.1 * Math.abs(a!) || a! < 0) return undefined;
	const scale = Math.hypot(viewport[0]!, viewport[1]!) || 1;
	return { text: str, left: e!, right: e! + Math.max(0, width) * scale, base: f!, size };
}

function product([a, b, c, d, e, f]: number[], [g, h, i, j, k, l]: number[]): number[] {
	return [a! * g! + c! * h!, b! * g! + d! * h!, a! * i! + c! * j!, b! * i! + d! * j!, a! * k! + c! * l! + e!, b! * k! + d! * l! + f!];
}

/** From top to bottom and left to right. Slightly raised or lowered letters belong to the line. */
export function groupRows(segments: Segment[]): Segment[][] {
	const rows: Array<{ base: number; size: number; segments: Segment[] }> = [];
	for (const segment of segments.toSorted((one, other) => one.base - other.base)) {
		const row = rows.at(-1);
		if (row && segment.base - row.base <= findTolerance(row.size, segment.size)) {
			row.segments.push(segment);
			if (segment.size > row.size) Object.assign(row, { size: segment.size, base: segment.base });
		} else rows.push({ base: segment.base, size: segment.size, segments: [segment] });
	}
	return rows.map((row) => row.segments.sort((one, other) => one.left - other.left));
}

/** TeX raises a mark by 0.41 of the line's size, Word by a third, a browser by more. */
function findTolerance(one: number, other: number): number {
	const [small, large] = one < other ? [one, other] : [other, one];
	return isSmall(small, large) ? 0.45 * large : 0.35 * Math.max(small, 0.6 * large);
}

/** Initials and titles are much larger than lines beside them. Browsers write marks in five sixths of the size. */
function isSmall(size: number, ofLine: number): boolean {
	return size <= 0.86 * ofLine && size >= 0.45 * ofLine;
}

/** Splits a line of one column into table cells, or joins it. @param edges of the column */
export function splitCells(row: Segment[], edges: { left: number; right: number }): Segment[] {
	return joinPieces(row, isJustified(row, edges) ? Number.POSITIVE_INFINITY : cellGap);
}

/** Even spacing from edge to edge. Table cells seldom have it, and begin with capitals or digits. */
function isJustified(row: Segment[], edges: { left: number; right: number }): boolean {
	const { size } = row[0]!;
	const gaps = row.slice(1).map(({ left }, index) => left - row[index]!.right);
	if (gaps.length < 2 || row[0]!.left > edges.left + size || row.at(-1)!.right < edges.right - size / 2) return false;
	const small = row.filter(({ text }) => /^\p{Ll}/u.test(text)).length;
	return Math.max(...gaps) - Math.min(...gaps) < 0.2 * size && small >= row.length / 2;
}

/** @param widest in letter sizes */
function joinPieces(row: Segment[], widest: number): Segment[] {
	const runs: Segment[][] = [];
	let right = Number.NEGATIVE_INFINITY;
	for (const piece of row) {
		const last = runs.at(-1);
		// A space of normal width separates words, not columns.
		if (piece.text.trim() === '') last?.push(piece);
		else if (last && piece.left - right <= widest * Math.max(...last.map(({ size }) => size), piece.size)) last.push(piece);
		else runs.push([piece]);
		if (piece.text.trim() !== '') right = Math.max(right, piece.right);
	}
	return runs.map(joinRun);
}

function joinRun(pieces: Segment[]): Segment {
	const words = pieces.filter(({ text }) => text.trim() !== '');
	const largest = words.reduce((one, other) => (other.size > one.size ? other : one));
	const spaces = pieces.filter(({ text }) => text.trim() === '');
	let text = '';
	let before: Segment | undefined;
	for (const piece of orderPieces(words)) {
		const space = before && areApart(before, piece, spaces) && !/\s$/.test(text) && !/^\s/.test(piece.text) ? ' ' : '';
		text += space + writeShifted(piece, largest, text + space);
		before = piece;
	}
	return {
		text: text.replace(/\s+/g, ' ').trim(),
		left: words[0]!.left,
		right: Math.max(...words.map(({ right }) => right)),
		base: largest.base,
		size: largest.size,
	};
}

function writeShifted({ text, size, base }: Segment, line: Segment, before: string): string {
	if (!isSmall(size, line.size) || before === '') return text;
	if (line.base - base >= 0.2 * line.size) return writeRaised(text, before);
	return base - line.base >= 0.08 * line.size ? writeLowered(text) : text;
}

function areApart(one: Segment, other: Segment, spaces: Segment[]): boolean {
	const [left, right] = one.left <= other.left ? [one, other] : [other, one];
	const gap = right.left - left.right;
	const spaced = gap > 0 && spaces.some((space) => space.left >= left.left && space.left <= right.left);
	return spaced || gap > wordGap * Math.max(one.size, other.size);
}
