import { TroupeError } from '../errors';

const MAX_CONVERSATION_ID = 200;

/** One message to an agent. */
export interface AgentRequest {
	message: string;
	/** Names the conversation whose turns are recalled; at most 200 characters. */
	conversationId: string;
}

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
