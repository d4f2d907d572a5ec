import type { Drawing, Shape } from './geometry';
import type { ScopeNode } from './read-scope';

/** Sizes as Camunda Modeler creates elements. */
const sizes: Array<[type: RegExp, width: number, height: number]> = [
	[/Event$/, 36, 36],
	[/Gateway$/, 50, 50],
	[/^DataObjectReference$/, 36, 50],
	[/^DataStoreReference$/, 50, 50],
	[/^TextAnnotation$/, 100, 50],
];

export const boundarySize = 36;
/** Pixels of the border for each boundary event, with the room for its label. */
const borderPerEvent = 60;
/** Between the content of a sub-process and its border; its name is at the top. */
export const padding = { x: 40, top: 50, bottom: 40 };

export function measure({ type, boundaryIds, content }: ScopeNode, inside: Drawing | undefined): Shape {
	const [, width, height] = sizes.find(([pattern]) => pattern.test(type)) ?? [type, 100, 80];
	const border = boundaryIds.length * borderPerEvent;
	if (!content || !inside)
		return { x: 0, y: 0, width: Math.max(width, border), height, ...(type === 'ExclusiveGateway' && { hasMarker: true }) };
	return {
		x: 0,
		y: 0,
		width: Math.max(inside.width + 2 * padding.x, border, 140),
		height: Math.max(inside.height + padding.top + padding.bottom, 80),
		isExpanded: true,
	};
}
