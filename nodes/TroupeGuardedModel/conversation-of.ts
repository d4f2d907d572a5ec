import type { ISupplyDataFunctions } from 'n8n-workflow';
import { sessionOf } from '../shared/session-of';

/**
 * The conversation that the node's tokens belong to.
 * @returns undefined where they belong to the execution
 * @throws TroupeError INPUT_INVALID
 */
export function conversationOf(context: ISupplyDataFunctions, item: number): string | undefined {
	if (context.getNodeParameter('tokensFor', item) !== 'conversation') return undefined;
	return sessionOf(context, item, ', or set "Keep Tokens For" to "One Execution"');
}
