import { readsLeftward } from './direction';
import { groupRows, type Segment } from './segments';

/** Min lines of a column. */
const minLines = 4;
/** Share of the width that most lines of a column fill; table cells do not. */
const filled = 0.6;
/** Min average words of a column's line. */
const minWords = 2.5;
const maxColumns = 6;

export function orderParts(segments: Segment[]): Segment[][] {
	const rows = groupRows(segments);
	const gaps = rows.slice(1).map((row, index) => row[0]!.base - rows[index]![0]!.base);
	const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
	const apart = (gap = 0, row: Segment[] = []) => rows.length > 2 && gap > Math.max(2 * usual, 1.8 * row[0]!.size);
	const above = apart(gaps[0], rows[0]) ? 1 : 0;
	const below = apart(gaps.at(-1), rows.at(-1)) ? 1 : 0;
	const head = rows.slice(0, above);
	const foot = rows.slice(rows.length - below);
	return [...head, ...inReadingOrder(rows.slice(above, rows.length - below).flat()), ...foot];
}

/** Text across all columns, then each column from the top. Table rows stay together. */
function inReadingOrder(segments: Segment[], columns = maxColumns): Segment[][] {
	const rows = groupRows(segments);
	const gutter = columns > 1 ? findGutter(rows) : undefined;
	if (!gutter) return segments.length > 0 ? [segments] : [];
	return findBands(rows, gutter).flatMap(({ rows: band, sides }) => {
		// Other lines of the page can have columns elsewhere.
		if (!sides) return band.length < rows.length ? inReadingOrder(band.flat(), columns - 1) : [band.flat()];
		const ordered = readsLeftward(band.flat().map(({ text }) => text)) ? sides.toReversed() : sides;
		return ordered.flatMap((side) => inReadingOrder(side.flat(), columns - 1));
	});
}

type Rows = Segment[][];

interface Band {
	rows: Rows;
	sides?: [Rows, Rows];
}

function findBands(rows: Rows, gutter: Gutter): Band[] {
	const bands: Band[] = [];
	for (const { rows: some, across } of findRuns(rows, gutter.place)) {
		const sides = across ? undefined : (findColumns(some, gutter.place) ?? findBeside(some, gutter));
		const last = bands.at(-1);
		if (sides) bands.push({ rows: some, sides });
		else if (last && !last.sides) last.rows.push(...some);
		else bands.push({ rows: [...some] });
	}
	return bands;
}

function findRuns(rows: Rows, place: number): Array<{ across: boolean; rows: Rows }> {
	const runs: Array<{ across: boolean; rows: Rows }> = [];
	for (const row of rows) {
		const across = row.some(({ left, right }) => left < place && right > place);
		const last = runs.at(-1);
		if (last?.across === across) last.rows.push(row);
		else runs.push({ across, rows: [row] });
	}
	return runs;
}

interface Gutter {
	place: number;
	lines: number;
	text: number;
	gap: number;
	widths: [number, number];
}

function findGutter(rows: Rows): Gutter | undefined {
	if (rows.length < minLines) return undefined;
	const gutters = gapsBetween(rows).flatMap((place) => toGutter(rows, place) ?? []);
	const most = Math.max(...gutters.map(({ text }) => text));
	return gutters.filter(({ text }) => text >= 0.9 * most).sort((one, other) => other.gap - one.gap)[0];
}

function toGutter(rows: Rows, place: number): Gutter | undefined {
	const bands = findRuns(rows, place).flatMap(({ across, rows: some }) => (across ? [] : [findColumns(some, place)]));
	const [left, right] = [0, 1].map((side) => bands.flatMap((band) => band?.[side] ?? [])) as [Rows, Rows];
	if (left.length === 0) return undefined;
	const gap = Math.min(...right.map((row) => row[0]!.left)) - Math.max(...left.map((row) => row.at(-1)!.right));
	const text = Math.min(...[left, right].map((side) => side.flat().reduce((sum, segment) => sum + segment.right - segment.left, 0)));
	return { place, lines: Math.max(left.length, right.length), text, gap, widths: [usualWidth(left), usualWidth(right)] };
}

function findBeside(rows: Rows, { place, lines, widths }: Gutter): [Rows, Rows] | undefined {
	if (lines < 2 * minLines) return undefined;
	const sides = splitAt(rows, place);
	const [left, right] = sides.map((side, at) => side.length > 0 && isText(side, widths[at]));
	return left || right ? sides : undefined;
}

function splitAt(rows: Rows, place: number): [Rows, Rows] {
	const left = rows.map((row) => row.filter((segment) => segment.right <= place)).filter((row) => row.length > 0);
	const right = rows.map((row) => row.filter((segment) => segment.right > place)).filter((row) => row.length > 0);
	return [left, right];
}

function gapsBetween(rows: Rows): number[] {
	const counts = new Map<number, number>();
	const add = (place: number) => counts.set(place, (counts.get(place) ?? 0) + 1);
	for (const row of rows)
		for (const [index, { left }] of row.entries()) {
			if (index > 0) add(Math.round((row[index - 1]!.right + left) / 2));
			// Just before frequent line starts: columns with lines at different heights have no gaps.
			add(Math.floor(left) - 2);
		}
	return [...counts]
		.sort((one, other) => other[1] - one[1])
		.slice(0, 40)
		.map(([place]) => place);
}

function findColumns(rows: Rows, place: number): [Rows, Rows] | undefined {
	const [left, right] = splitAt(rows, place);
	const minimum = Math.max(left.length, right.length) >= 2 * minLines ? minLines / 2 : minLines;
	const fit = left.length >= minimum && right.length >= minimum && beginsAlike(right) && isText(left) && isText(right);
	return fit && lieBeside(left, right) ? [left, right] : undefined;
}

/** Line starts of a column: its edge, a paragraph indent, an indent below the number of an entry. */
const indents = 3;

/** Gaps of justified text align by chance, but the words after them do not. */
function beginsAlike(column: Rows): boolean {
	const counts = new Map<number, number>();
	for (const [first] of column) counts.set(Math.round(first!.left), (counts.get(Math.round(first!.left)) ?? 0) + 1);
	const common = [...counts].sort((one, other) => other[1] - one[1]).slice(0, indents);
	const near = (places: Array<[number, number]>) =>
		column.filter(([first]) => places.some(([place]) => Math.abs(first!.left - place) <= 1.5)).length / column.length;
	return near(common.slice(0, 1)) >= 0.5 || (near(common) >= 0.7 && near(common.slice(0, 1)) >= 0.25);
}

/** Not the widest: a line beside a further column does not belong to a table. */
function usualWidth(column: Rows): number {
	const widths = column.map((row) => row.at(-1)!.right - row[0]!.left).sort((one, other) => one - other);
	return widths[Math.floor(0.8 * (widths.length - 1))] ?? 0;
}

function isText(column: Rows, width = usualWidth(column)): boolean {
	const full = column.filter((row) => row.reduce((sum, segment) => sum + segment.right - segment.left, 0) >= filled * width);
	const words = column.reduce((sum, row) => sum + row.reduce((inRow, { text }) => inRow + text.split(' ').length, 0), 0);
	return full.length >= column.length / 2 && words >= minWords * column.length;
}

function lieBeside(one: Rows, other: Rows): boolean {
	const [[a, b], [c, d]] = [one, other].map((side) => [side[0]![0]!.base, side.at(-1)![0]!.base]) as [[number, number], [number, number]];
	return Math.min(b, d) - Math.max(a, c) >= 0.5 * Math.min(b - a, d - c);
}
