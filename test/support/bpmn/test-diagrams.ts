/** Checks a diagram for what a person would move by hand. */
import type { ModdleElement } from 'bpmn-moddle';
import { listElements } from '../../../bpmn/rules/moddle';
import { bottom, right, type Bounds, type Point } from '../../../bpmn/layout/geometry';
import type { Diagram, DrawnEdge, DrawnShape } from '../../../bpmn/layout/read-diagram';

/** Missing parts, shapes over each other or outside of their sub-process, and edges through shapes or in the air. */
export function findFaults({ root, warnings, shapes, edges }: Diagram): string[] {
	const drawn = new Set([...shapes, ...edges].map(({ id }) => id));
	const parts = listElements(root, 'rootElements').flatMap(listParts);
	return [
		...warnings.map(({ message }) => message),
		...parts.filter(({ id, $type }) => !drawn.has(id!) && $type !== 'bpmn:DataObject').map(({ id }) => `${id} is missing`),
		...shapes.flatMap((one, index) => shapes.slice(index + 1).flatMap((other) => describeOverlap(one, other))),
		...shapes.flatMap((shape) => describeEscape(shape, shapes)),
		...edges.flatMap((edge) => describeWay(edge, shapes)),
	];
}

const listParts = (scope: ModdleElement): ModdleElement[] =>
	[...listElements(scope, 'flowElements'), ...listElements(scope, 'artifacts')].flatMap((part) => [part, ...listParts(part)]);

const contains = (outer: ModdleElement, inner: ModdleElement): boolean =>
	inner.$parent !== undefined && (inner.$parent === outer || contains(outer, inner.$parent));

const overlap = (one: Bounds, other: Bounds): boolean =>
	one.x < right(other) && other.x < right(one) && one.y < bottom(other) && other.y < bottom(one);

function describeOverlap(one: DrawnShape, other: DrawnShape): string[] {
	const belong = contains(one.element, other.element) || contains(other.element, one.element);
	const attached = one.element.attachedToRef === other.element || other.element.attachedToRef === one.element;
	return !belong && !attached && overlap(one, other) ? [`${one.id} overlaps ${other.id}`] : [];
}

function describeEscape(shape: DrawnShape, shapes: DrawnShape[]): string[] {
	const scope = shapes.find(({ element }) => element === shape.element.$parent);
	if (!scope) return [];
	const isInside = shape.x > scope.x && right(shape) < right(scope) && shape.y > scope.y && bottom(shape) < bottom(scope);
	return isInside ? [] : [`${shape.id} is not inside ${scope.id}`];
}

function describeWay({ id, element, points }: DrawnEdge, shapes: DrawnShape[]): string[] {
	const ends = [element.sourceRef, element.targetRef] as ModdleElement[];
	const faults: string[] = [];
	const segments = points.slice(1).map((point, index) => [points[index]!, point] as const);
	for (const [from, to] of segments) {
		if (from.x !== to.x && from.y !== to.y) faults.push(`${id} is slanting`);
		const box = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
		for (const shape of shapes) {
			const isAround = contains(shape.element, element);
			const isHost = ends.some((end) => end.attachedToRef === shape.element);
			if (!isAround && !isHost && crosses(box, shape)) faults.push(`${id} goes through ${shape.id}`);
		}
	}
	const [source, target] = ends.map((end) => shapes.find((shape) => shape.element === end)!);
	if (!isAtBorder(points[0]!, source!)) faults.push(`${id} does not begin at ${source!.id}`);
	if (!isAtBorder(points.at(-1)!, target!)) faults.push(`${id} does not end at ${target!.id}`);
	return faults;
}

/** A way along the border is not through the shape. */
const crosses = (way: Bounds, shape: Bounds): boolean =>
	way.x < right(shape) && right(way) > shape.x && way.y < bottom(shape) && bottom(way) > shape.y;

/** Returns whether a point is at the middle of a side, where every kind of shape has a border. */
const isAtBorder = ({ x, y }: Point, shape: Bounds): boolean =>
	(Math.abs(y - (shape.y + shape.height / 2)) <= 1 && (x === shape.x || x === right(shape))) ||
	(Math.abs(x - (shape.x + shape.width / 2)) <= 1 && (y === shape.y || y === bottom(shape)));
