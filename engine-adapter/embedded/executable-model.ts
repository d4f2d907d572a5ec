import type { FlowNode, ProcessModel } from '../../bpmn/process-model';

const bodySuffix = '#multiInstanceBody';

/** The id that the model has for an element: a multi-instance body has that of its activity. */
export const modelIdOf = (elementId: string): string =>
	elementId.endsWith(bodySuffix) ? elementId.slice(0, -bodySuffix.length) : elementId;

/** The model with a body around every multi-instance activity: flows and boundary events are the body's, the work is in the activity. */
export function withBodies(model: ProcessModel): ProcessModel {
	const looping = new Set(model.nodes.filter(({ loop }) => loop).map(({ id }) => id));
	if (looping.size === 0) return model;
	const bodyIdOf = (id: string): string => (looping.has(id) ? `${id}${bodySuffix}` : id);
	const nodes = model.nodes.flatMap((node): FlowNode[] => {
		if (node.attachedTo !== undefined) {
			const handlerId = node.handlerId && bodyIdOf(node.handlerId);
			return [{ ...node, attachedTo: bodyIdOf(node.attachedTo), handlerId }];
		}
		if (!node.loop) return [node];
		const body = { ...node, id: bodyIdOf(node.id), type: 'multiInstanceBody', iteration: node.id, inputs: [], outputs: [] };
		return [body, { ...node, incoming: [], outgoing: [] }];
	});
	const flows = model.flows.map((flow) => ({ ...flow, sourceId: bodyIdOf(flow.sourceId), targetId: bodyIdOf(flow.targetId) }));
	return { ...model, nodes, flows };
}
