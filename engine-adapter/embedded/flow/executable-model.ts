import type { FlowNode, ProcessModel } from '../../../bpmn/reading/process-model';

const bodySuffix = '#multiInstanceBody';

export const toBodyId = (elementId: string): string => `${elementId}${bodySuffix}`;

export const toModelId = (elementId: string): string =>
	elementId.endsWith(bodySuffix) ? elementId.slice(0, -bodySuffix.length) : elementId;

const innerSuffix = '#innerInstance';

export const toInnerId = (elementId: string): string => (elementId.endsWith(innerSuffix) ? elementId : `${elementId}${innerSuffix}`);

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

/** Around every multi-instance activity: the body has flows and boundary events, the activity the work. */
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

export const joins = ({ type, incoming }: FlowNode): boolean =>
	type === 'parallelGateway' || (type === 'inclusiveGateway' && incoming.length > 1);
