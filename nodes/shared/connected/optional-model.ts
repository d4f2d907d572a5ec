import { type IExecuteFunctions, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { ChatModel } from '../../../core/ports/models/models';
import { withModelTokens } from '../item-tokens/with-tokens';
import { findItemTokens } from '../item-tokens/item-tokens';
import { connectedChatModel } from './connected-chat-model';

/** The model that may be connected. Looked for first: a tool of an AI agent has no such input, and n8n takes the question for a mistake. */
export async function optionalModel(context: IExecuteFunctions | ISupplyDataFunctions, item: number): Promise<ChatModel | undefined> {
	const connectionType = NodeConnectionTypes.AiLanguageModel;
	if (context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length === 0) return undefined;
	return withTokens(context, item, connectedChatModel(await context.getInputConnectionData(connectionType, item)));
}

/** n8n stores the prompts of a connected model. */
export function withTokens(context: object, item: number, model: ChatModel | undefined): ChatModel | undefined {
	const tokens = findItemTokens(context);
	return model && tokens ? withModelTokens(model, { tokens, item }) : model;
}
