import { bottom, emptyDrawing, middleX, middleY, right, type Bounds, type Drawing, type Point, type Shape } from './geometry';
import { rankNodes, type Ranks } from './rank-nodes';
import type { Connection, ScopeNode } from './read-scope';
import { Tracks, type Gap, type Route } from './route-connections';
import { boundarySize } from './sizes';

/** Below a node with boundary events: their lower half, and a way out for each of them. */
const wayStep = 12;
const overhang = ({ boundaryIds }: ScopeNode): number =>
	boundaryIds.length === 0 ? 0 : boundarySize / 2 + (boundaryIds.length + 1) * wayStep;

const loopStep = 20;

interface Column {
	left: number;
	width: number;
}

/** Draws nodes that are connected with each other: columns from left to right, loops below them. */
export async function layoutComponent(nodes: ScopeNode[], shapes: Map<string, Shape>, connections: Connection[]): Promise<Drawing> {
	const hosts = new Map(nodes.flatMap(({ id, boundaryIds }) => [id, ...boundaryIds].map((end) => [end, id] as const)));
	const hostOf = (id: string): string => hosts.get(id)!;
	const back = findBackConnections(
		nodes.map(({ id }) => id),
		connections,
		hostOf,
	);
	const forward = connections.filter((connection) => !back.has(connection));
	const sizes = new Map(
		nodes.map((node) => {
			const { width, height } = shapes.get(node.id)!;
			return [node.id, { width, height: height + 2 * overhang(node) }];
		}),
	);
	return new Component(nodes, shapes, await rankNodes(sizes, forward, hostOf), hostOf).draw(forward, [...back]);
}

class Component {
	readonly #drawing = emptyDrawing();

	constructor(
		private readonly nodes: ScopeNode[],
		private readonly sizes: Map<string, Shape>,
		private readonly ranks: Ranks,
		private readonly hostOf: (id: string) => string,
	) {}

	draw(forward: Connection[], back: Connection[]): Drawing {
		const columns = this.#columnWidths();
		// Heights first: the ways between columns decide how far these are from each other.
		this.#placeNodes(columns.map((width) => ({ left: 0, width })));
		const build = () => [
			...forward.map((connection) => this.#routeForward(connection)),
			...back.map((connection, index) => this.#routeBack(connection, index)),
		];
		const tracks = new Tracks(build(), columns.length + 1);
		const { placed, gaps } = spread(columns, tracks);
		this.#placeNodes(placed);
		// The routes are the same, their ends have moved.
		const routes = build();
		const moved = new Tracks(routes, columns.length + 1);
		for (const route of routes) this.#drawing.edges.set(route.id, moved.pointsOf(route, gaps));
		return normalize(this.#drawing);
	}

	#columnWidths(): number[] {
		const widths: number[] = [];
		for (const { id } of this.nodes) {
			const column = this.ranks.columnOf(id);
			widths[column] = Math.max(widths[column] ?? 0, this.sizes.get(id)!.width);
		}
		return Array.from(widths, (width) => width ?? 0);
	}

	#placeNodes(columns: Column[]): void {
		for (const { id, boundaryIds } of this.nodes) {
			const { width, height, ...more } = this.sizes.get(id)!;
			const { left, width: columnWidth } = columns[this.ranks.columnOf(id)]!;
			const x = Math.round(left + (columnWidth - width) / 2);
			const shape = { ...more, width, height, x, y: Math.round(this.ranks.middleOf(id) - height / 2) };
			this.#drawing.shapes.set(id, shape);
			boundaryIds.forEach((boundaryId, index) => {
				const middle = shape.x + (shape.width * (index + 1)) / (boundaryIds.length + 1);
				this.#drawing.shapes.set(boundaryId, {
					x: Math.round(middle - boundarySize / 2),
					y: bottom(shape) - boundarySize / 2,
					width: boundarySize,
					height: boundarySize,
				});
			});
		}
	}

	/** From column to column at its free height. */
	#routeForward(connection: Connection): Route {
		const from = this.#columnOf(connection.sourceId);
		const to = this.#columnOf(connection.targetId);
		const { points: start, y } = this.#leave(connection.sourceId);
		const target = this.#shape(connection.targetId);
		const heights = [y];
		for (let column = from + 1; column < to; column++) heights.push(this.ranks.laneOf(connection, column));
		heights.push(middleY(target));
		const legs = heights.slice(1).map((toY, index) => ({ gap: from + 1 + index, fromY: heights[index]!, toY }));
		return { id: connection.id, start, legs, end: [{ x: target.x, y: middleY(target) }] };
	}

	/** Down after the source, left below everything, and up before the target. */
	#routeBack({ id, sourceId, targetId }: Connection, index: number): Route {
		const target = this.#shape(targetId);
		const laneY = Math.max(...this.nodes.map((node) => bottom(this.#shape(node.id)) + overhang(node))) + loopStep * (index + 1);
		const leave = this.#canTurnBelow(sourceId) ? { points: belowOf(this.#shape(sourceId), laneY), y: laneY } : this.#leave(sourceId);
		const isEnteredBelow = this.#canTurnBelow(targetId) && this.hostOf(sourceId) !== this.hostOf(targetId);
		const end = isEnteredBelow ? belowOf(target, laneY).reverse() : [{ x: target.x, y: middleY(target) }];
		return {
			id,
			start: leave.points,
			legs: [
				{ gap: this.#columnOf(sourceId) + 1, fromY: leave.y, toY: laneY },
				{ gap: this.#columnOf(targetId), fromY: laneY, toY: isEnteredBelow ? laneY : middleY(target) },
			],
			end,
		};
	}

	/** The way out of a node to the right; out of a boundary event, down and then to the right. */
	#leave(id: string): { points: Point[]; y: number } {
		const shape = this.#shape(id);
		const host = this.nodes.find(({ boundaryIds }) => boundaryIds.includes(id));
		if (!host) return { points: [{ x: right(shape), y: middleY(shape) }], y: middleY(shape) };
		// The last event has the shortest way down: no way crosses that of another one.
		const y = bottom(shape) + (host.boundaryIds.length - host.boundaryIds.indexOf(id)) * wayStep;
		return { points: belowOf(shape, y), y };
	}

	/** Checks that nothing of the column lies below the node. */
	#canTurnBelow(id: string): boolean {
		const node = this.nodes.find((each) => each.id === id);
		if (!node || node.boundaryIds.length > 0) return false;
		const column = this.ranks.columnOf(id);
		return this.nodes.every(
			(other) => this.ranks.columnOf(other.id) !== column || this.ranks.middleOf(other.id) <= this.ranks.middleOf(id),
		);
	}

	#columnOf(id: string): number {
		return this.ranks.columnOf(this.hostOf(id));
	}

	#shape(id: string): Bounds {
		return this.#drawing.shapes.get(id)!;
	}
}

const belowOf = (shape: Bounds, y: number): Point[] => [
	{ x: middleX(shape), y: bottom(shape) },
	{ x: middleX(shape), y },
];

function spread(widths: number[], tracks: Tracks): { placed: Column[]; gaps: Gap[] } {
	const gaps: Gap[] = [{ left: 0, right: tracks.widthOf(0) }];
	const placed = widths.map((width, index): Column => {
		const { right: left } = gaps[index]!;
		gaps.push({ left: left + width, right: left + width + tracks.widthOf(index + 1) });
		return { left, width };
	});
	return { placed, gaps };
}

function normalize({ shapes, edges }: Drawing): Drawing {
	const boxes = [...shapes.values(), ...[...edges.values()].flat().map(({ x, y }) => ({ x, y, width: 0, height: 0 }))];
	const left = Math.min(...boxes.map(({ x }) => x));
	const top = Math.min(...boxes.map(({ y }) => y));
	return {
		width: Math.max(...boxes.map(right)) - left,
		height: Math.max(...boxes.map(bottom)) - top,
		shapes: new Map([...shapes].map(([id, shape]) => [id, { ...shape, x: shape.x - left, y: shape.y - top }])),
		edges: new Map([...edges].map(([id, points]) => [id, points.map(({ x, y }) => ({ x: x - left, y: y - top }))])),
	};
}

/**
 * Connections that lead back to an element on the way to them, or to the element itself: without them there is no circle.
 * @param hostOf the node of a connection's end
 */
function findBackConnections(nodeIds: string[], connections: Connection[], hostOf: (id: string) => string): Set<Connection> {
	const outgoing = Map.groupBy(connections, ({ sourceId }) => hostOf(sourceId));
	const targets = new Set(connections.map(({ targetId }) => hostOf(targetId)));
	const back = new Set<Connection>();
	const state = new Map<string, 'open' | 'done'>();
	// Paths are searched from start events: loops are drawn as their author thinks of them.
	for (const start of [...nodeIds.filter((id) => !targets.has(id)), ...nodeIds]) {
		if (state.has(start)) continue;
		const path = [{ id: start, next: 0 }];
		state.set(start, 'open');
		while (path.length > 0) {
			const step = path.at(-1)!;
			const connection = outgoing.get(step.id)?.[step.next++];
			if (connection === undefined) {
				state.set(step.id, 'done');
				path.pop();
				continue;
			}
			const target = hostOf(connection.targetId);
			if (state.get(target) === 'open') back.add(connection);
			else if (!state.has(target)) {
				state.set(target, 'open');
				path.push({ id: target, next: 0 });
			}
		}
	}
	return back;
}
