import type { ModdleElement } from 'bpmn-moddle';
import { type ReadXml, readXml } from '../reading/read-xml';
import { listElements } from '../rules/moddle';
import type { Bounds, Point } from './geometry';

export interface DrawnShape extends Bounds {
	id: string;
	element: ModdleElement;
	isExpanded: boolean;
	label?: Bounds;
}

export interface DrawnEdge {
	id: string;
	element: ModdleElement;
	points: Point[];
}

/** The first diagram of a model; the content of collapsed sub-processes is in others. */
export interface Diagram extends Pick<ReadXml, 'warnings'> {
	root: ModdleElement;
	shapes: DrawnShape[];
	edges: DrawnEdge[];
}

/** Reads the shapes that have a place. @throws Error when it is not BPMN */
export async function readDiagram(content: string): Promise<Diagram> {
	const { rootElement: root, warnings } = await readXml(content);
	const parts = listElements(listElements(root, 'diagrams')[0]?.plane as ModdleElement | undefined, 'planeElement');
	const of = (type: string) =>
		parts.flatMap((part) => (part.$type === type && part.bpmnElement ? [{ part, element: part.bpmnElement as ModdleElement }] : []));
	return {
		root,
		warnings,
		shapes: of('bpmndi:BPMNShape').flatMap(({ part, element }) => {
			const bounds = readBounds(part);
			const label = readBounds(part.label as ModdleElement | undefined);
			return bounds ? [{ id: element.id!, element, isExpanded: part.isExpanded === true, ...bounds, ...(label && { label }) }] : [];
		}),
		edges: of('bpmndi:BPMNEdge').map(({ part, element }) => ({
			id: element.id!,
			element,
			points: (listElements(part, 'waypoint') as unknown as Point[]).filter(({ x, y }) => areNumbers(x, y)),
		})),
	};
}

/** The schema demands bounds; files of other programs can be without. */
function readBounds(part: ModdleElement | undefined): Bounds | undefined {
	const { x, y, width, height } = (part?.bounds ?? {}) as Bounds;
	return areNumbers(x, y, width, height) ? { x, y, width, height } : undefined;
}

const areNumbers = (...values: number[]): boolean => values.every(Number.isFinite);
