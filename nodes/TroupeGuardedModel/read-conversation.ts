import type { ISupplyDataFunctions } from 'n8n-workflow';
import { readSession } from '../shared/read-session';

/**
 * The conversation that the node's tokens belong to.
 * @returns undefined where they belong to the execution
 * @throws TroupeError INPUT_INVALID
 */
export function readConversation(context: ISupplyDataFunctions, item: number): string | undefined {
	if (context.getNodeParameter('tokensFor', item) !== 'conversation') return undefined;
	return readSession(context, item, ', or set "Keep Tokens For" to "One Execution"');
}
