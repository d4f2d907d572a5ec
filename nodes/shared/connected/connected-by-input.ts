import { type INode, type INodeConnections, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';

type Wiring = { getConnections?(destination: INode, type: string): INodeConnections[string] };

/**
 * Returns what is connected to each of a node's model inputs, by the input's number from 1. n8n gives a list in an order of its own, without the
 * inputs that nothing is connected to: the wiring says which is which.
 */
export async function connectedByInput(context: ISupplyDataFunctions, itemIndex: number): Promise<Map<number, unknown>> {
	const connectionType = NodeConnectionTypes.AiLanguageModel;
	const node = context.getNode();
	const names = context.getParentNodes(node.name, { connectionType, depth: 1 }).filter(({ disabled }) => !disabled);
	if (names.length === 0) return new Map();
	const input: unknown = await context.getInputConnectionData(connectionType, itemIndex);
	const models = Array.isArray(input) ? (input as unknown[]) : [input];
	const wiring = (context as Wiring).getConnections?.(node, connectionType);
	// Without the wiring, the order that n8n's own Model Selector takes them in.
	if (!wiring) return new Map(models.toReversed().map((model, index) => [index + 1, model]));
	return new Map(
		wiring.flatMap((connections, index) => {
			const at = names.findIndex(({ name }) => connections?.some((connection) => connection.node === name));
			return at < 0 ? [] : [[index + 1, models[at]] as const];
		}),
	);
}
