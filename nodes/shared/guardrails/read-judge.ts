import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { ChatModel } from '../../../core/ports';
import { composeMeter } from '../../../providers/compose/models/usage';
import { connectedChatModel } from '../connected/connected-chat-model';
import { readState } from '../state/read-state';

/** The chat model that is asked in cases of doubt, where one is wanted. */
export async function readJudge(context: IExecuteFunctions, item: number): Promise<ChatModel | undefined> {
	if (!context.getNodeParameter('useJudge', item, false)) return undefined;
	const judge = connectedChatModel(await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item));
	return judge && (await composeMeter(await readState(context))).chat(judge);
}
