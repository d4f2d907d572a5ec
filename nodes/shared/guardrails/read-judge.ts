import { type IExecuteFunctions, type ISupplyDataFunctions, NodeConnectionTypes } from 'n8n-workflow';
import type { ChatModel } from '../../../core/ports/models/models';
import { composeMeter } from '../../../providers/compose/models/usage';
import { connectedChatModel } from '../connected/connected-chat-model';
import { withTokens } from '../connected/optional-model';
import { readState } from '../state/read-state';

export async function readJudge(context: IExecuteFunctions, item: number): Promise<ChatModel | undefined> {
	const { useJudge = false } = context.getNodeParameter('options', item, {}) as { useJudge?: boolean };
	if (!useJudge) return undefined;
	return meterJudge(context, await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item), item);
}

/** @param connected what n8n gave for a model's input */
export async function meterJudge(
	context: IExecuteFunctions | ISupplyDataFunctions,
	connected: unknown,
	item = 0,
): Promise<ChatModel | undefined> {
	const judge = withTokens(context, item, connectedChatModel(connected));
	return judge && (await composeMeter(await readState(context))).chat(judge);
}
