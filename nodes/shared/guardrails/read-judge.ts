import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { ChatModel } from '../../../core/ports';
import { connectedChatModel } from '../connected-chat-model';

/** The chat model that is asked in cases of doubt, where one is wanted. */
export async function readJudge(context: IExecuteFunctions, item: number): Promise<ChatModel | undefined> {
	if (!context.getNodeParameter('useJudge', item, false)) return undefined;
	return connectedChatModel(await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item));
}
