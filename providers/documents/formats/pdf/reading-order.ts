import { rowsOf, type Segment } from './segments';

/** Of a column: with fewer there are no columns, but a line or two beside one another. */
const leastLines = 4;
/** Of a column's width, that most of its lines fill: cells of a table do not. */
const filled = 0.6;
/** Of a line of a column, on average. */
const leastWords = 2.5;
const mostColumns = 6;

/** The parts of a page in the order in which they are read. What stands apart at its upper and lower edge lies in no column. */
export function partsOf(segments: Segment[]): Segment[][] {
	const rows = rowsOf(segments);
	const gaps = rows.slice(1).map((row, index) => row[0]!.base - rows[index]![0]!.base);
	const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
	const apart = (gap = 0, row: Segment[] = []) => rows.length > 2 && gap > Math.max(2 * usual, 1.8 * row[0]!.size);
	const above = apart(gaps[0], rows[0]) ? 1 : 0;
	const below = apart(gaps.at(-1), rows.at(-1)) ? 1 : 0;
	const [head, foot] = [rows.slice(0, above), rows.slice(rows.length - below)];
	return [...head, ...inReadingOrder(rows.slice(above, rows.length - below).flat()), ...foot];
}

/**
 * What lies across all columns, then each column from above, then what lies across again. Cells of a table stay together, as a row is read across.
 */
function inReadingOrder(segments: Segment[], columns = mostColumns): Segment[][] {
	const rows = rowsOf(segments);
	const gutter = columns > 1 ? findGutter(rows) : undefined;
	if (gutter === undefined) return segments.length > 0 ? [segments] : [];
	return bandsOf(rows, gutter).flatMap(({ rows: band, sides }) =>
		sides ? sides.flatMap((side) => inReadingOrder(side.flat(), columns - 1)) : [band.flat()],
	);
}

type Rows = Segment[][];

/** Lines that follow one another, and what stands on both sides of the gutter, where these are columns. */
interface Band {
	rows: Rows;
	sides?: [Rows, Rows];
}

function bandsOf(rows: Rows, gutter: number): Band[] {
	const bands: Band[] = [];
	for (const { rows: some, across } of runsOf(rows, gutter)) {
		const sides = across ? undefined : columnsOf(some, gutter);
		const last = bands.at(-1);
		if (sides) bands.push({ rows: some, sides });
		else if (last && !last.sides) last.rows.push(...some);
		else bands.push({ rows: [...some] });
	}
	return bands;
}

/** Lines that lie across the place, and those that do not. */
function runsOf(rows: Rows, place: number): Array<{ across: boolean; rows: Rows }> {
	const runs: Array<{ across: boolean; rows: Rows }> = [];
	for (const row of rows) {
		const across = row.some(({ left, right }) => left < place && right > place);
		const last = runs.at(-1);
		if (last?.across === across) last.rows.push(row);
		else runs.push({ across, rows: [row] });
	}
	return runs;
}

/** Where a page falls apart into two columns of text, if anywhere: the place beside which most lines stand in columns. */
function findGutter(rows: Rows): number | undefined {
	if (rows.length < leastLines) return undefined;
	let best: { place: number; lines: number } | undefined;
	for (const place of gapsBetween(rows)) {
		const lines = runsOf(rows, place)
			.filter(({ across, rows: some }) => !across && columnsOf(some, place))
			.reduce((sum, { rows: some }) => sum + some.length, 0);
		if (lines > (best?.lines ?? 0)) best = { place, lines };
	}
	return best?.place;
}

/** Of equal gaps, which are many on a page of columns, one is enough; the most frequent are tried. */
function gapsBetween(rows: Rows): number[] {
	const counts = new Map<number, number>();
	const add = (place: number) => counts.set(place, (counts.get(place) ?? 0) + 1);
	for (const row of rows)
		for (const [index, { left }] of row.entries()) {
			if (index > 0) add(Math.round((row[index - 1]!.right + left) / 2));
			// Just before where many lines begin: columns whose lines do not stand beside one another have no gaps.
			add(Math.floor(left) - 2);
		}
	return [...counts]
		.sort((one, other) => other[1] - one[1])
		.slice(0, 40)
		.map(([place]) => place);
}

/** What stands on both sides of a place that no line lies across, where both are columns beside one another. */
function columnsOf(rows: Rows, place: number): [Rows, Rows] | undefined {
	const left = rows.map((row) => row.filter((segment) => segment.right <= place)).filter((row) => row.length > 0);
	const right = rows.map((row) => row.filter((segment) => segment.right > place)).filter((row) => row.length > 0);
	const least = Math.max(left.length, right.length) >= 2 * leastLines ? leastLines / 2 : leastLines;
	const fit = left.length >= least && right.length >= least && beginsAlike(right) && isText(left) && isText(right);
	return fit && lieBeside(left, right) ? [left, right] : undefined;
}

/** Gaps of a justified text stand below one another by chance, but not each with a word that begins where the ones above and below do. */
function beginsAlike(column: Rows): boolean {
	const counts = new Map<number, number>();
	for (const [first] of column) counts.set(Math.round(first!.left), (counts.get(Math.round(first!.left)) ?? 0) + 1);
	const [most] = [...counts].sort((one, other) => other[1] - one[1])[0]!;
	return column.filter(([first]) => Math.abs(first!.left - most) <= 1.5).length >= column.length / 2;
}

/** Lines that mostly fill their column, and are more than a word or two each. */
function isText(column: Rows): boolean {
	const ends = column.map((row) => row.at(-1)!.right - row[0]!.left).sort((one, other) => one - other);
	// Not the widest: a line beside which a further column begins is none of a table.
	const width = ends[Math.floor(0.8 * (ends.length - 1))]!;
	const full = column.filter((row) => row.reduce((sum, segment) => sum + segment.right - segment.left, 0) >= filled * width);
	const words = column.reduce((sum, row) => sum + row.reduce((inRow, { text }) => inRow + text.split(' ').length, 0), 0);
	return full.length >= column.length / 2 && words >= leastWords * column.length;
}

/** Over at least half of the lower one's height. */
function lieBeside(one: Rows, other: Rows): boolean {
	const [[a, b], [c, d]] = [one, other].map((side) => [side[0]![0]!.base, side.at(-1)![0]!.base]) as [[number, number], [number, number]];
	return Math.min(b, d) - Math.max(a, c) >= 0.5 * Math.min(b - a, d - c);
}
