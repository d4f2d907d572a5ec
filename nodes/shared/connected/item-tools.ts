import { type IExecuteFunctions, type INodeExecutionData, type ITaskDataConnections, NodeConnectionTypes } from 'n8n-workflow';
import { type ListedTool, listConnectedTools } from './connected-tool';
import { withToolRuns } from './tool-runs';

/** Fields that n8n's contexts hand to the nodes connected to them. */
interface Inside {
	connectionInputData?: INodeExecutionData[];
	inputData?: ITaskDataConnections;
	workflow?: Parameters<typeof withToolRuns>[0];
}

/**
 * Returns the connected tools, which see the item that is answered, and so does whatever is connected below them. n8n runs a node that is a tool
 * with the first item of its agent's input: so the agent's input is this item alone. Where n8n's inside is not as it was, the tools see what n8n
 * shows them.
 * @throws TroupeError INPUT_INVALID
 */
export async function readItemTools(context: IExecuteFunctions, item: number): Promise<ListedTool[]> {
	const { connectionInputData: items, inputData, workflow } = context as unknown as Inside;
	const answered = items?.[item];
	if (!answered || !workflow?.nodeTypes) return listConnectedTools(await context.getInputConnectionData(NodeConnectionTypes.AiTool, item));
	const view = Object.create(context, {
		connectionInputData: { value: [answered] },
		inputData: { value: { ...inputData, main: [[answered]] } },
		workflow: { value: withToolRuns(workflow) },
	}) as IExecuteFunctions;
	return listConnectedTools(await view.getInputConnectionData(NodeConnectionTypes.AiTool, 0));
}
