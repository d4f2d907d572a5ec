import { TroupeError } from '../errors';
import type { AgentRequest } from './run-agent';

const MAX_CONVERSATION_ID = 200;

/** @throws TroupeError INPUT_INVALID, naming the field */
export function checkAgentRequest({ message, conversationId }: AgentRequest): void {
	if (typeof message !== 'string' || message.trim() === '') throw invalid('message', 'a text that is not empty');
	if (typeof conversationId !== 'string' || conversationId === '' || conversationId.length > MAX_CONVERSATION_ID) {
		throw invalid('conversationId', `a text of 1 to ${MAX_CONVERSATION_ID} characters`);
	}
}

function invalid(field: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent's ${field} is missing or wrong: expected ${expected}.`,
		fix: `Set ${field} where the agent is called.`,
		details: { field, expected },
	});
}
