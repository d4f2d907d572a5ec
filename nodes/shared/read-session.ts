import type { ISupplyDataFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';

/**
 * Finds the session of a sub-node's conversation as n8n's memory nodes do.
 * @param otherwise what else the form lets people do, for the error
 * @throws TroupeError INPUT_INVALID if there is no session
 */
export function readSession(context: ISupplyDataFunctions, item: number, otherwise = ''): string {
	const isChosen = context.getNodeParameter('sessionIdType', item) === 'customKey';
	const id = isChosen ? context.getNodeParameter('sessionKey', item, '') : (fromInput(context, item) ?? fromChatTrigger(context, item));
	if ((typeof id === 'string' || typeof id === 'number') && id !== '') return String(id);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: isChosen ? 'The field "Own Conversation ID" is empty.' : 'There is no conversation ID: the input has no field "sessionId".',
		fix: `Set "Conversation ID" to "Define Below" and enter an expression for it${otherwise}.`,
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
