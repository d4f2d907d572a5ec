import { readTags, stepTypes } from './process-steps';

export interface Shape {
	kind: 'work' | 'event' | 'end' | 'way' | 'area';
	x: number;
	y: number;
	width: number;
	height: number;
}

/** A process as its diagram interchange places it, without texts. */
interface Picture {
	/** As SVG has it. */
	viewBox: string;
	shapes: Shape[];
	flows: string[];
	/** Number of steps: shapes except pools, lanes and data. */
	steps: number;
}

const maxShapes = 500;
const margin = 10;

/** Reads the positions of a BPMN model's shapes and flows. @returns undefined without a drawing */
export function readPicture(xml: string): Picture | undefined {
	const { shapes, flows } = readDrawing(readTags(xml));
	if (shapes.length === 0 || shapes.length > maxShapes) return undefined;
	const lines = flows.filter((points) => points.length > 1 && points.length < maxShapes).slice(0, 2 * maxShapes);
	return {
		viewBox: frame(shapes),
		// Draws containers first.
		shapes: shapes.toSorted((one, other) => other.width * other.height - one.width * one.height),
		flows: lines.map((points) => points.join(' ')),
		steps: shapes.filter(({ kind }) => kind !== 'area').length,
	};
}

function readDrawing(tags: Tags): { shapes: Shape[]; flows: string[][] } {
	const types = new Map(tags.flatMap(({ type, attributes: { id } }) => (id === undefined ? [] : [[id, type] as const])));
	const drawing: ReturnType<typeof readDrawing> = { shapes: [], flows: [] };
	let shape: string | undefined;
	for (const { type, attributes } of tags) {
		if (type === 'BPMNShape') shape = types.get(attributes.bpmnElement ?? '') ?? '';
		else if (type === 'BPMNLabel' || type === 'BPMNEdge') shape = undefined;
		if (type === 'BPMNEdge') drawing.flows.push([]);
		else if (type === 'Bounds' && shape !== undefined) addShape(drawing.shapes, shape, attributes);
		else if (type === 'waypoint') addPoint(drawing.flows.at(-1), attributes);
	}
	return drawing;
}

type Tags = ReturnType<typeof readTags>;
type Attributes = Partial<Record<string, string>>;

function addShape(shapes: Shape[], type: string, { x, y, width, height }: Attributes): void {
	const numbers = [x, y, width, height].map(Number) as [number, number, number, number];
	if (!numbers.every((number) => Number.isFinite(number) && Math.abs(number) < 1e6) || numbers[2] <= 0 || numbers[3] <= 0) return;
	shapes.push({ kind: kindOf(type), x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3] });
}

function addPoint(points: string[] | undefined, { x, y }: Attributes): void {
	const across = Number(x);
	const down = Number(y);
	if (Number.isFinite(across) && Number.isFinite(down)) points?.push(`${across},${down}`);
}

function kindOf(type: string): Shape['kind'] {
	if (type === 'endEvent') return 'end';
	if (type.endsWith('Event')) return 'event';
	if (type.endsWith('Gateway')) return 'way';
	return stepTypes.test(type) && !/subProcess$/i.test(type) ? 'work' : 'area';
}

function frame(shapes: Shape[]): string {
	const left = Math.min(...shapes.map(({ x }) => x));
	const top = Math.min(...shapes.map(({ y }) => y));
	const right = Math.max(...shapes.map(({ x, width }) => x + width));
	const bottom = Math.max(...shapes.map(({ y, height }) => y + height));
	return [left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin].join(' ');
}
