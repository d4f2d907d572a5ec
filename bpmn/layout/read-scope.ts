import type { ModdleElement } from 'bpmn-moddle';
import { listElements } from '../rules/moddle';

export interface Scope {
	nodes: ScopeNode[];
	connections: Connection[];
}

export interface ScopeNode {
	id: string;
	type: string;
	boundaryIds: string[];
	content?: Scope;
}

/** A sequence flow or an association; its ends are nodes or boundary events. */
export interface Connection {
	id: string;
	sourceId: string;
	targetId: string;
}

const connectionTypes = new Set(['bpmn:SequenceFlow', 'bpmn:Association']);
/** A data object is drawn by its references; a group has no place without its elements' places. */
const undrawnTypes = new Set(['bpmn:DataObject', 'bpmn:Group']);

/** Reads ends from the connections alone: a node need not name its flows. */
export function readScope(element: ModdleElement): Scope {
	const parts = [...listElements(element, 'flowElements'), ...listElements(element, 'artifacts')];
	const nodes = parts
		.filter(({ $type, attachedToRef }) => !connectionTypes.has($type) && !undrawnTypes.has($type) && attachedToRef === undefined)
		.map((part): ScopeNode => ({
			id: part.id ?? '',
			type: part.$type.replace('bpmn:', ''),
			boundaryIds: [],
			...(isSubProcess(part) && { content: readScope(part) }),
		}));
	const byId = new Map(nodes.map((node) => [node.id, node]));
	for (const part of parts) byId.get(idOf(part.attachedToRef))?.boundaryIds.push(part.id ?? '');
	const ends = new Set(nodes.flatMap(({ id, boundaryIds }) => [id, ...boundaryIds]));
	const connections = parts
		.filter(({ $type }) => connectionTypes.has($type))
		.map((part) => ({ id: part.id ?? '', sourceId: idOf(part.sourceRef), targetId: idOf(part.targetRef) }))
		.filter(({ sourceId, targetId }) => ends.has(sourceId) && ends.has(targetId));
	return { nodes, connections };
}

const isSubProcess = ({ $type }: ModdleElement): boolean => /SubProcess$|^bpmn:Transaction$/.test($type);

const idOf = (reference: unknown): string => (reference as ModdleElement | undefined)?.id ?? '';
