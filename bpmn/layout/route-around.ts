import { bottom, middleX, middleY, right, type Bounds, type Point } from './geometry';

const clearance = 20;

/**
 * Draws a way of horizontal and vertical parts from one shape to another, through as few others as possible, then as short as possible.
 * @param others the shapes that it should not cross
 * @param fromBelow whether it begins below its source, as from an event at a border
 */
export function routeAround(source: Bounds, target: Bounds, others: readonly Bounds[], fromBelow = false): Point[] {
	let best: { points: Point[]; cost: number } | undefined;
	for (const points of listWays(source, target, others, fromBelow)) {
		const through = (crosses(points.slice(1), source) ? 1 : 0) + (crosses(points.slice(0, -1), target) ? 1 : 0);
		const cost = (countCrossed(points, others) + through) * 100_000 + lengthOf(points) + points.length * 30;
		if (!best || cost < best.cost) best = { points, cost };
	}
	return best!.points;
}

/** Paths of up to five parts: straight, with one bend, and through a channel. */
function* listWays(source: Bounds, target: Bounds, others: readonly Bounds[], fromBelow: boolean): Generator<Point[]> {
	const out = { x: right(source), y: middleY(source) };
	const under = { x: middleX(source), y: bottom(source) };
	const over = { x: middleX(source), y: source.y };
	const into = { x: target.x, y: middleY(target) };
	const fromUnder = { x: middleX(target), y: bottom(target) };
	const fromOver = { x: middleX(target), y: target.y };
	const channels = [...new Set([source, target, ...others].flatMap((one) => [one.y - clearance, bottom(one) + clearance]))].sort(
		(a, b) => a - b,
	);
	if (!fromBelow) {
		if (out.y === into.y && into.x > out.x) yield [out, into];
		const gaps = [(out.x + into.x) / 2, out.x + clearance, into.x - clearance].filter((x) => x > out.x && x < into.x);
		for (const x of gaps) yield [out, { x, y: out.y }, { x, y: into.y }, into];
		if (fromOver.x > out.x && fromOver.y > out.y) yield [out, { x: fromOver.x, y: out.y }, fromOver];
		if (fromUnder.x > out.x && fromUnder.y < out.y) yield [out, { x: fromUnder.x, y: out.y }, fromUnder];
		for (const y of channels) yield [out, ...beside(out.x + clearance, y, into.x - clearance, out.y, into.y), into];
		if (into.x > over.x && into.y < over.y) yield [over, { x: over.x, y: into.y }, into];
	}
	if (fromOver.y > under.y) yield [under, ...across(under.x, (under.y + fromOver.y) / 2, fromOver.x), fromOver];
	if (!fromBelow && fromUnder.y < over.y) yield [over, ...across(over.x, (over.y + fromUnder.y) / 2, fromUnder.x), fromUnder];
	if (into.x > under.x && into.y > under.y) yield [under, { x: under.x, y: into.y }, into];
	for (const y of channels)
		if (y > under.y) {
			yield [under, { x: under.x, y }, { x: into.x - clearance, y }, { x: into.x - clearance, y: into.y }, into];
			if (y > fromUnder.y) yield [under, { x: under.x, y }, { x: fromUnder.x, y }, fromUnder];
		}
	const columns = [...new Set([source, target, ...others].flatMap((one) => [one.x - clearance, right(one) + clearance]))].filter(
		(x) => x < into.x,
	);
	for (const y of channels) if (y > under.y) for (const x of columns) yield [under, { x: under.x, y }, { x, y }, { x, y: into.y }, into];
	if (fromBelow) yield [under, { x: under.x, y: under.y + clearance }, { x: into.x, y: under.y + clearance }, into];
}

const across = (fromX: number, y: number, toX: number): Point[] => [
	{ x: fromX, y },
	{ x: toX, y },
];

const beside = (fromX: number, y: number, toX: number, fromY: number, toY: number): Point[] => [
	{ x: fromX, y: fromY },
	{ x: fromX, y },
	{ x: toX, y },
	{ x: toX, y: toY },
];

const lengthOf = (points: Point[]): number =>
	points.slice(1).reduce((sum, { x, y }, index) => sum + Math.abs(x - points[index]!.x) + Math.abs(y - points[index]!.y), 0);

const countCrossed = (points: Point[], others: readonly Bounds[]): number => others.filter((other) => crosses(points, other)).length;

export const crosses = (points: readonly Point[], { x, y, width, height }: Bounds): boolean =>
	points
		.slice(1)
		.some(
			(to, index) =>
				Math.max(points[index]!.x, to.x) >= x &&
				Math.min(points[index]!.x, to.x) <= x + width &&
				Math.max(points[index]!.y, to.y) >= y &&
				Math.min(points[index]!.y, to.y) <= y + height,
		);
