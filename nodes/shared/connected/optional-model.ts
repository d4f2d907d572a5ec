import { type IExecuteFunctions, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { ChatModel } from '../../../core/ports/models/models';
import { connectedChatModel } from './connected-chat-model';

/** The model that may be connected. Looked for first: a tool of an AI agent has no such input, and n8n takes the question for a mistake. */
export async function optionalModel(context: IExecuteFunctions | ISupplyDataFunctions, item: number): Promise<ChatModel | undefined> {
	const connectionType = NodeConnectionTypes.AiLanguageModel;
	if (context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length === 0) return undefined;
	return connectedChatModel(await context.getInputConnectionData(connectionType, item));
}
