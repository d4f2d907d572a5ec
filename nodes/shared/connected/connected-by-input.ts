import { type INode, type INodeConnections, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';

type Wiring = { getConnections?(destination: INode, type: string): INodeConnections[string] };

/** Returns the connected models by input number from 1. n8n's list has another order and no gaps: the wiring tells. */
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
