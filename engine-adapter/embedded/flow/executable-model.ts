import type { FlowNode, ProcessModel } from '../../../bpmn/reading/process-model';

const bodySuffix = '#multiInstanceBody';

export const toBodyId = (elementId: string): string => `${elementId}${bodySuffix}`;

/** The id that the model has for an element: a multi-instance body has that of its activity. */
export const toModelId = (elementId: string): string =>
	elementId.endsWith(bodySuffix) ? elementId.slice(0, -bodySuffix.length) : elementId;

const innerSuffix = '#innerInstance';

/** Returns the id of the scope around an element that is begun in an ad-hoc sub-process. */
export const toInnerId = (elementId: string): string => (elementId.endsWith(innerSuffix) ? elementId : `${elementId}${innerSuffix}`);

/** The model with an inner instance for every ad-hoc sub-process. */
export function withInnerInstances(model: ProcessModel): ProcessModel {
	const inner = model.nodes
		.filter(({ adHoc }) => adHoc)
		.map((node): FlowNode => {
			const { adHoc, features, headers } = node;
			const none = { name: '', incoming: [], outgoing: [], namedIncoming: [], namedOutgoing: [], inputs: [], outputs: [] };
			return {
				id: toInnerId(node.id),
				type: 'adHocSubProcessInnerInstance',
				scopeId: node.id,
				adHoc,
				features,
				headers,
				...none,
			};
		});
	return inner.length === 0 ? model : { ...model, nodes: [...model.nodes, ...inner] };
}

/** The model with a body around every multi-instance activity: flows and boundary events are the body's, the work is in the activity. */
export function withBodies(model: ProcessModel): ProcessModel {
	const looping = new Set(model.nodes.filter(({ loop }) => loop).map(({ id }) => id));
	if (looping.size === 0) return model;
	const toPlaceId = (id: string): string => (looping.has(id) ? toBodyId(id) : id);
	const nodes = model.nodes.flatMap((node): FlowNode[] => {
		if (node.attachedTo !== undefined) {
			const handlerId = node.handlerId && toPlaceId(node.handlerId);
			return [{ ...node, attachedTo: toPlaceId(node.attachedTo), handlerId }];
		}
		if (!node.loop) return [node];
		const body = {
			...node,
			id: toBodyId(node.id),
			type: 'multiInstanceBody',
			iteration: node.id,
			inputs: [],
			outputs: [],
			listeners: undefined,
		};
		return [body, { ...node, incoming: [], outgoing: [] }];
	});
	const flows = model.flows.map((flow) => ({ ...flow, sourceId: toPlaceId(flow.sourceId), targetId: toPlaceId(flow.targetId) }));
	return { ...model, nodes, flows };
}

/** True for a gateway that waits for several tokens. */
export const joins = ({ type, incoming }: FlowNode): boolean =>
	type === 'parallelGateway' || (type === 'inclusiveGateway' && incoming.length > 1);
