import type { Point } from './geometry';

interface Leg {
	/** The gap before the column of this number. */
	gap: number;
	fromY: number;
	toY: number;
}

/** A connection on its way: it goes up and down in gaps only, where no node is. */
export interface Route {
	id: string;
	/** To the border of its source, or to a free place next to it. */
	start: Point[];
	legs: Leg[];
	end: Point[];
}

export interface Gap {
	left: number;
	right: number;
}

const trackWidth = 15;
const minGap = 50;

/** Legs of a gap that share a track: those that leave the same place at the same height. */
const trackKey = ({ legs: [first], start }: Route, leg: Leg): string =>
	leg === first ? `${start[0]!.x} ${start[0]!.y} ${leg.fromY}` : `${leg.fromY} ${leg.toY}`;

/** Places of legs in each gap, from left to right. */
export class Tracks {
	readonly #places = new Map<Leg, number>();
	readonly #counts: number[] = [];

	constructor(routes: Route[], gaps: number) {
		const legs = routes.flatMap((route) => route.legs.filter(isVertical).map((leg) => ({ leg, key: trackKey(route, leg) })));
		for (let gap = 0; gap < gaps; gap++) {
			const tracks = Map.groupBy(
				legs.filter(({ leg }) => leg.gap === gap),
				({ key }) => key,
			);
			const ordered = [...tracks.values()].sort(([one], [other]) => order(one!.leg) - order(other!.leg));
			ordered.forEach((track, index) => track.forEach(({ leg }) => this.#places.set(leg, index)));
			this.#counts.push(ordered.length);
		}
	}

	widthOf(gap: number): number {
		return Math.max(minGap, ((this.#counts[gap] ?? 0) + 1) * trackWidth);
	}

	pointsOf({ start, legs, end }: Route, gaps: Gap[]): Point[] {
		const bends = legs.filter(isVertical).flatMap((leg) => {
			const { left, right } = gaps[leg.gap]!;
			const step = (right - left) / (this.#counts[leg.gap]! + 1);
			const x = Math.round(left + (this.#places.get(leg)! + 1) * step);
			return [
				{ x, y: leg.fromY },
				{ x, y: leg.toY },
			];
		});
		return withoutStraightPoints([...start, ...bends, ...end]);
	}
}

const isVertical = ({ fromY, toY }: Leg): boolean => fromY !== toY;

/** Orders legs that lead down from the lowest on, and those that lead up from the highest on: then they do not cross each other. */
const order = ({ fromY, toY }: Leg): number => (toY > fromY ? -fromY - 1e6 : fromY + 1e6);

/** Drops points at which the way does not turn. */
const withoutStraightPoints = (points: Point[]): Point[] =>
	points.filter((point, index) => {
		const before = points[index - 1];
		const after = points[index + 1];
		if (!before || !after) return true;
		return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
	});
