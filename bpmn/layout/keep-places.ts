import type { ModdleElement } from 'bpmn-moddle';
import { listElements } from '../rules/moddle';
import { bottom, emptyDrawing, right, type Bounds, type Drawing, type Point, type Shape } from './geometry';
import { layoutProcess } from './layout-process';
import { readDiagram, type Diagram, type DrawnShape } from './read-diagram';
import { readScope, type Connection, type Scope, type ScopeNode } from './read-scope';
import { writeDiagram } from './write-diagram';
import { crosses, routeAround } from './route-around';
import { boundarySize, padding } from './sizes';

/** Between a new shape and what is there. */
const room = 20;
const step = 20;
const maxSteps = 300;

/**
 * Shapes of the earlier diagram keep their places, unless a growing sub-process would cover them. New ones come near their sources. @throws
 * TroupeError PROCESS_INVALID when it is not BPMN, NOT_SUPPORTED when it holds several processes
 */
export async function keepPlaces(name: string, content: string, earlier: string): Promise<string> {
	const drawn = await layoutProcess(name, content);
	const [fresh, before] = await Promise.all([readDiagram(drawn), readDiagram(earlier)]);
	const process = findProcess(fresh.root);
	if (!process || before.shapes.length === 0 || hasPools(fresh.root) || hasPools(before.root)) return drawn;
	return writeDiagram(content, process.id ?? '', new Keeper(fresh, before).draw(readScope(process), process.id ?? ''));
}

const findProcess = (root: ModdleElement): ModdleElement | undefined =>
	listElements(root, 'rootElements').find(({ $type }) => $type === 'bpmn:Process');
const hasPools = (root: ModdleElement): boolean => listElements(root, 'rootElements').some(({ $type }) => $type === 'bpmn:Collaboration');
const parentOf = ({ element }: DrawnShape): string => element.$parent?.id ?? '';

class Keeper {
	readonly #drawing: Drawing = emptyDrawing();
	readonly #fresh: Map<string, DrawnShape>;
	readonly #before: Map<string, DrawnShape>;
	readonly #ways: Map<string, { from: string; to: string; points: Point[] }>;

	constructor(fresh: Diagram, before: Diagram) {
		this.#fresh = new Map(fresh.shapes.map((shape) => [shape.id, shape]));
		this.#before = new Map(before.shapes.map((shape) => [shape.id, shape]));
		this.#ways = new Map(before.edges.map(({ id, element, points }) => [id, { ...endsOf(element), points }]));
	}

	draw(scope: Scope, scopeId: string): Drawing {
		this.#placeScope(scope, scopeId);
		this.#connect(scope);
		return this.#drawing;
	}

	#placeScope(scope: Scope, scopeId: string): void {
		const isKept = ({ id }: ScopeNode) => {
			const before = this.#before.get(id);
			return before !== undefined && parentOf(before) === scopeId;
		};
		const kept = scope.nodes.filter(isKept);
		for (const node of kept) this.#keep(node);
		for (const node of kept) if (node.content) this.#makeRoom(node, kept);
		for (const cluster of findClusters(scope, new Set(kept.map(({ id }) => id)))) this.#placeCluster(cluster, scope, scopeId);
	}

	/** Keeps its place; its content can enlarge it. */
	#keep(node: ScopeNode): void {
		const { x, y, width, height, label } = this.#before.get(node.id)!;
		const now = this.#fresh.get(node.id)!;
		const shape = { ...flagsOf(node), x, y, width: node.content ? width : Math.max(width, now.width), height, ...(label && { label }) };
		this.#put(node.id, shape);
		if (node.content) {
			this.#placeScope(node.content, node.id);
			this.#grow(node, shape);
		}
		this.#placeBoundaries(node, shape);
	}

	#put(id: string, shape: Shape): void {
		this.#drawing.shapes.set(id, shape);
	}

	/** Events at the border stay where they are; new ones come beside them. */
	#placeBoundaries({ id: hostId, boundaryIds }: ScopeNode, host: Shape): void {
		const taken: Bounds[] = [];
		const isOfHost = (id: string) => (this.#before.get(id)?.element.attachedToRef as ModdleElement | undefined)?.id === hostId;
		for (const id of boundaryIds.filter(isOfHost)) {
			const { x, y, width, height, label } = this.#before.get(id)!;
			const moved = bottom(host) - bottom(this.#before.get(hostId)!);
			const shape = {
				x,
				y: moved > 0 && y + height / 2 >= bottom(this.#before.get(hostId)!) ? y + moved : y,
				width,
				height,
				...(label && { label }),
			};
			taken.push(shape);
			this.#put(id, shape);
		}
		for (const id of boundaryIds.filter((one) => !isOfHost(one))) {
			const shape = { x: host.x + 12, y: bottom(host) - boundarySize / 2, width: boundarySize, height: boundarySize };
			while (taken.some((other) => overlaps(shape, other, 5)) && right(shape) + step <= right(host)) shape.x += step;
			taken.push(shape);
			this.#put(id, shape);
		}
	}

	#grow(node: ScopeNode, shape: Shape): void {
		const inside = [...this.#shapesOf(node.content!).values()];
		const width = Math.max(shape.width, ...inside.map((one) => right(one) + padding.x - shape.x));
		const height = Math.max(shape.height, ...inside.map((one) => bottom(one) + padding.bottom - shape.y));
		Object.assign(shape, { width, height });
	}

	/** Moves the neighbours of a sub-process that grew, if it would cover one. */
	#makeRoom(grown: ScopeNode, siblings: ScopeNode[]): void {
		const before = this.#before.get(grown.id)!;
		const now = this.#drawing.shapes.get(grown.id)!;
		const dx = now.width - before.width;
		const dy = now.height - before.height;
		const others = siblings.filter((node) => node !== grown);
		const isCovered = () => others.some(({ id }) => overlaps(now, this.#drawing.shapes.get(id)!, 0));
		if (dx > 0 && isCovered())
			for (const node of others) if (this.#drawing.shapes.get(node.id)!.x >= right(before)) this.#move(node, dx, 0);
		if (dy > 0 && isCovered())
			for (const node of others) if (this.#drawing.shapes.get(node.id)!.y >= bottom(before)) this.#move(node, 0, dy);
	}

	#move({ id, boundaryIds, content }: ScopeNode, dx: number, dy: number): void {
		for (const each of [id, ...boundaryIds]) {
			const { label, ...shape } = this.#drawing.shapes.get(each)!;
			const moved = label && { ...label, x: label.x + dx, y: label.y + dy };
			this.#put(each, { ...shape, x: shape.x + dx, y: shape.y + dy, ...(moved && { label: moved }) });
		}
		for (const inner of content?.nodes ?? []) this.#move(inner, dx, dy);
	}

	#shapesOf({ nodes }: Scope): Map<string, Shape> {
		const ids = nodes.flatMap(({ id, boundaryIds }) => [id, ...boundaryIds]);
		return new Map(ids.flatMap((id) => (this.#drawing.shapes.has(id) ? [[id, this.#drawing.shapes.get(id)!]] : [])));
	}

	#placeCluster(cluster: ScopeNode[], scope: Scope, scopeId: string): void {
		const boxes = cluster.map(({ id }) => this.#fresh.get(id)!);
		const offset = this.#findOffset(cluster, scope, scopeId);
		const taken = [...this.#shapesOf(scope).values()];
		const at = (dx: number, dy: number) => boxes.map((box) => ({ ...box, x: box.x + dx, y: box.y + dy }));
		const isFree = (dy: number) => at(offset.x, dy).every((box) => taken.every((other) => !overlaps(box, other, room)));
		let dy = offset.y;
		for (let steps = 0; steps < maxSteps && !isFree(dy); steps++) dy += step;
		for (const node of cluster) this.#placeNew(node, offset.x, dy);
	}

	/** The way from a new diagram to the place in the earlier one, by the shape that leads to the new ones, or that they lead to. */
	#findOffset(cluster: ScopeNode[], { nodes, connections }: Scope, scopeId: string): Point {
		const owner = new Map(nodes.flatMap(({ id, boundaryIds }) => [id, ...boundaryIds].map((end) => [end, id] as const)));
		const inCluster = new Set(cluster.map(({ id }) => id));
		const ownerOf = (end: string) => owner.get(end) ?? '';
		const sources = connections.filter(({ targetId }) => inCluster.has(ownerOf(targetId))).map(({ sourceId }) => sourceId);
		const targets = connections.filter(({ sourceId }) => inCluster.has(ownerOf(sourceId))).map(({ targetId }) => targetId);
		const isPlaced = (id: string) => this.#drawing.shapes.has(id) && !inCluster.has(id);
		const from = sources.map(ownerOf).find(isPlaced);
		const to = targets.map(ownerOf).find(isPlaced);
		const anchor = from ?? to;
		const [here, there] = anchor !== undefined ? [this.#drawing.shapes.get(anchor)!, this.#fresh.get(anchor)!] : this.#scopeCorner(scopeId);
		const between = from !== undefined && to !== undefined ? this.#middleOf(cluster, from, to) : undefined;
		return { x: Math.round(between ?? here.x - there.x), y: Math.round(here.y - there.y) };
	}

	#middleOf(cluster: ScopeNode[], fromId: string, toId: string): number | undefined {
		const from = this.#drawing.shapes.get(fromId)!;
		const to = this.#drawing.shapes.get(toId)!;
		if (to.x < right(from)) return undefined;
		const boxes = cluster.map(({ id }) => this.#fresh.get(id)!);
		const left = Math.min(...boxes.map(({ x }) => x));
		const end = Math.max(...boxes.map(right));
		return (right(from) + to.x) / 2 - (left + end) / 2;
	}

	#scopeCorner(scopeId: string): [Point, Point] {
		const origin = { x: 0, y: 0 };
		return [this.#drawing.shapes.get(scopeId) ?? origin, this.#fresh.get(scopeId) ?? origin];
	}

	#placeNew(node: ScopeNode, dx: number, dy: number): void {
		const { x, y, width, height } = this.#fresh.get(node.id)!;
		this.#put(node.id, { ...flagsOf(node), x: x + dx, y: y + dy, width, height });
		for (const id of node.boundaryIds) {
			const event = this.#fresh.get(id)!;
			this.#put(id, { x: event.x + dx, y: event.y + dy, width: event.width, height: event.height });
		}
		for (const inner of node.content?.nodes ?? []) this.#placeNew(inner, dx, dy);
	}

	#connect(scope: Scope): void {
		const shapes = this.#shapesOf(scope);
		const boundaries = new Set(scope.nodes.flatMap(({ boundaryIds }) => boundaryIds));
		for (const connection of scope.connections) this.#drawing.edges.set(connection.id, this.#way(connection, shapes, boundaries));
		for (const { content } of scope.nodes) if (content) this.#connect(content);
	}

	/** The earlier way, if both ends are where they were and nothing new is in it. */
	#way({ id, sourceId, targetId }: Connection, shapes: Map<string, Shape>, boundaries: Set<string>): Point[] {
		const source = this.#drawing.shapes.get(sourceId)!;
		const target = this.#drawing.shapes.get(targetId)!;
		const others = [...shapes].filter(([id]) => id !== sourceId && id !== targetId);
		const before = this.#ways.get(id);
		const isSame = before?.from === sourceId && before.to === targetId && this.#isAsBefore(sourceId) && this.#isAsBefore(targetId);
		const added = others.filter(([id]) => !this.#isAsBefore(id));
		if (isSame && before.points.length > 1 && !added.some(([, shape]) => crosses(before.points, shape))) return before.points;
		return routeAround(
			source,
			target,
			others.map(([, shape]) => shape),
			boundaries.has(sourceId),
		);
	}

	#isAsBefore(id: string): boolean {
		const before = this.#before.get(id);
		const now = this.#drawing.shapes.get(id);
		return (
			before !== undefined && now !== undefined && (['x', 'y', 'width', 'height'] as const).every((side) => before[side] === now[side])
		);
	}
}

const endsOf = (element: ModdleElement): { from: string; to: string } => ({
	from: (element.sourceRef as ModdleElement | undefined)?.id ?? '',
	to: (element.targetRef as ModdleElement | undefined)?.id ?? '',
});

const flagsOf = ({ type, content }: ScopeNode): Pick<Shape, 'isExpanded' | 'hasMarker'> => ({
	...(content && { isExpanded: true as const }),
	...(type === 'ExclusiveGateway' && { hasMarker: true as const }),
});

const overlaps = (one: Bounds, other: Bounds, distance: number): boolean =>
	one.x < right(other) + distance &&
	other.x < right(one) + distance &&
	one.y < bottom(other) + distance &&
	other.y < bottom(one) + distance;

function findClusters({ nodes, connections }: Scope, kept: Set<string>): ScopeNode[][] {
	const added = nodes.filter(({ id }) => !kept.has(id));
	const cluster = new Map<string, Set<ScopeNode>>();
	for (const node of added) {
		const alone = new Set([node]);
		for (const end of [node.id, ...node.boundaryIds]) cluster.set(end, alone);
	}
	for (const { sourceId, targetId } of connections) {
		const one = cluster.get(sourceId);
		const other = cluster.get(targetId);
		if (!one || !other || one === other) continue;
		for (const node of other) {
			one.add(node);
			for (const end of [node.id, ...node.boundaryIds]) cluster.set(end, one);
		}
	}
	return [...new Set(added.map(({ id }) => cluster.get(id)!))].map((each) => added.filter((node) => each.has(node)));
}
