import type { ModdleElement } from 'bpmn-moddle';
import { type ReadXml, readXml } from '../reading/read-xml';
import { listElements } from '../rules/moddle';
import type { Bounds, Point } from './geometry';

export interface DrawnShape extends Bounds {
	id: string;
	element: ModdleElement;
	isExpanded: boolean;
	/** The place of its name, where it has one of its own. */
	label?: Bounds;
}

export interface DrawnEdge {
	id: string;
	element: ModdleElement;
	points: Point[];
}

/** The first diagram of a model; what is inside of a collapsed sub-process is in others. */
export interface Diagram extends Pick<ReadXml, 'warnings'> {
	root: ModdleElement;
	shapes: DrawnShape[];
	edges: DrawnEdge[];
}

/** @throws Error when it is not BPMN */
export async function readDiagram(content: string): Promise<Diagram> {
	const { rootElement: root, warnings } = await readXml(content);
	const parts = listElements(listElements(root, 'diagrams')[0]?.plane as ModdleElement | undefined, 'planeElement');
	const of = (type: string) =>
		parts.flatMap((part) => (part.$type === type && part.bpmnElement ? [{ part, element: part.bpmnElement as ModdleElement }] : []));
	return {
		...{ root, warnings },
		shapes: of('bpmndi:BPMNShape').map(({ part, element }) => {
			const { x, y, width, height } = part.bounds as Bounds;
			const label = (part.label as { bounds?: Bounds } | undefined)?.bounds;
			return { id: element.id!, element, isExpanded: part.isExpanded === true, x, y, width, height, ...(label && { label }) };
		}),
		edges: of('bpmndi:BPMNEdge').map(({ part, element }) => ({
			...{ id: element.id!, element },
			points: listElements(part, 'waypoint') as unknown as Point[],
		})),
	};
}
