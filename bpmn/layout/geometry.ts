export interface Point {
	x: number;
	y: number;
}

export interface Bounds extends Point {
	width: number;
	height: number;
}

export interface Shape extends Bounds {
	isExpanded?: true;
	/** Set for exclusive gateways, which show an X. */
	hasMarker?: true;
	/** Set for pools, whose name is at the left. */
	isHorizontal?: true;
	label?: Bounds;
}

export interface Drawing {
	width: number;
	height: number;
	shapes: Map<string, Shape>;
	edges: Map<string, Point[]>;
}

export const emptyDrawing = (): Drawing => ({ width: 0, height: 0, shapes: new Map(), edges: new Map() });

export function place(part: Drawing, at: Point, into: Drawing): void {
	for (const [id, shape] of part.shapes) into.shapes.set(id, { ...shape, x: shape.x + at.x, y: shape.y + at.y });
	for (const [id, points] of part.edges)
		into.edges.set(
			id,
			points.map(({ x, y }) => ({ x: x + at.x, y: y + at.y })),
		);
	into.width = Math.max(into.width, at.x + part.width);
	into.height = Math.max(into.height, at.y + part.height);
}

export const middleY = ({ y, height }: Bounds): number => y + height / 2;
export const middleX = ({ x, width }: Bounds): number => x + width / 2;
export const right = ({ x, width }: Bounds): number => x + width;
export const bottom = ({ y, height }: Bounds): number => y + height;
