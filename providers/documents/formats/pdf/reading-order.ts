import { rowsOf, type Segment } from './segments';

/** Of a column: with fewer there are no columns, but a line or two beside one another. */
const leastLines = 4;
/** Of a column's width, that most of its lines fill: cells of a table do not. */
const filled = 0.6;
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
	const gutter = columns > 1 ? findGutter(segments) : undefined;
	if (gutter === undefined) return segments.length > 0 ? [segments] : [];
	return bandsOf(segments, gutter).flatMap((band) => (band.across ? [band.segments] : sidesOf(band.segments, gutter, columns)));
}

interface Band {
	/** Whether its lines lie across all columns. */
	across: boolean;
	segments: Segment[];
}

function bandsOf(segments: Segment[], gutter: number): Band[] {
	const bands: Band[] = [];
	for (const row of rowsOf(segments)) {
		const across = row.some((segment) => crosses(segment, gutter));
		const last = bands.at(-1);
		if (last?.across === across) last.segments.push(...row);
		else bands.push({ across, segments: [...row] });
	}
	return bands;
}

function sidesOf(band: Segment[], gutter: number, columns: number): Segment[][] {
	const sides = [band.filter((segment) => segment.right <= gutter), band.filter((segment) => segment.right > gutter)];
	return sides.flatMap((side) => inReadingOrder(side, columns - 1));
}

function crosses({ left, right }: Segment, place: number): boolean {
	return left < place && right > place;
}

/** Where a page falls apart into two columns of text, if anywhere: the place that fewest lines lie across, with whole columns on both sides. */
function findGutter(segments: Segment[]): number | undefined {
	if (segments.length < 2 * leastLines) return undefined;
	const candidates = gapsBetween(segments).map((place) => ({
		place,
		across: segments.filter((segment) => crosses(segment, place)).length,
	}));
	candidates.sort((one, other) => one.across - other.across);
	return candidates.find(({ place, across }) => across <= segments.length / 4 && partsColumns(segments, place))?.place;
}

/** Of equal gaps, which are many on a page of columns, one is enough; the most frequent are tried. */
function gapsBetween(segments: Segment[]): number[] {
	const counts = new Map<number, number>();
	for (const row of rowsOf(segments))
		for (let index = 1; index < row.length; index += 1) {
			const place = Math.round((row[index - 1]!.right + row[index]!.left) / 2);
			counts.set(place, (counts.get(place) ?? 0) + 1);
		}
	// Just before where many lines begin: columns whose lines do not stand beside one another have no gaps.
	for (const { left } of segments) {
		const place = Math.floor(left) - 2;
		counts.set(place, (counts.get(place) ?? 0) + 1);
	}
	return [...counts]
		.sort((one, other) => other[1] - one[1])
		.slice(0, 40)
		.map(([place]) => place);
}

function partsColumns(segments: Segment[], place: number): boolean {
	const sides = [segments.filter(({ right }) => right <= place), segments.filter(({ left }) => left >= place)];
	return sides.every(isColumn) && lieBeside(sides[0]!, sides[1]!);
}

function isColumn(side: Segment[]): boolean {
	const rows = rowsOf(side);
	if (rows.length < leastLines) return false;
	const [left, right] = [Math.min(...side.map((segment) => segment.left)), Math.max(...side.map((segment) => segment.right))];
	const full = rows.filter((row) => row.reduce((sum, segment) => sum + segment.right - segment.left, 0) >= filled * (right - left));
	const words = side.reduce((sum, { text }) => sum + text.split(' ').length, 0);
	return full.length >= rows.length / 2 && words >= 2.5 * side.length;
}

/** Over at least half of the lower one's height. */
function lieBeside(one: Segment[], other: Segment[]): boolean {
	const [a, b] = [one, other].map((side) => side.map(({ base }) => base)).map((bases) => [Math.min(...bases), Math.max(...bases)]);
	const shared = Math.min(a![1]!, b![1]!) - Math.max(a![0]!, b![0]!);
	return shared >= 0.5 * Math.min(a![1]! - a![0]!, b![1]! - b![0]!);
}
