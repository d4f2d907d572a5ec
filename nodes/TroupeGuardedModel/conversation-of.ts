import type { ISupplyDataFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';

/**
 * The conversation that the node's tokens belong to, found as n8n's memory nodes find it.
 * @returns undefined where they belong to the execution
 * @throws TroupeError INPUT_INVALID
 */
export function conversationOf(context: ISupplyDataFunctions, item: number): string | undefined {
	if (context.getNodeParameter('tokensFor', item) !== 'conversation') return undefined;
	const isChosen = context.getNodeParameter('sessionIdType', item) === 'customKey';
	const id = isChosen ? context.getNodeParameter('sessionKey', item, '') : (fromInput(context, item) ?? fromChatTrigger(context, item));
	if ((typeof id === 'string' || typeof id === 'number') && id !== '') return String(id);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: isChosen ? 'The field Session Key is empty.' : 'There is no session ID: the input has no field "sessionId".',
		fix: 'Set Session ID to Define Below and give an expression for it, or keep tokens for one execution.',
	});
}

function fromInput(context: ISupplyDataFunctions, item: number): unknown {
	return context.evaluateExpression('{{ $json.sessionId }}', item) || undefined;
}

function fromChatTrigger(context: ISupplyDataFunctions, item: number): unknown {
	const trigger = context.getChatTrigger();
	if (!trigger) return undefined;
	return context.evaluateExpression(`{{ $(${JSON.stringify(trigger.name)}).first().json.sessionId }}`, item);
}
