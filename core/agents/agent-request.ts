import { TroupeError } from '../errors';
import type { ImagePart } from '../ports';

const MAX_CONVERSATION_ID = 200;

/** One message to an agent. */
export interface AgentRequest {
	message: string;
	/** Names the conversation whose turns are recalled; at most 200 characters. */
	conversationId: string;
	/** Names the run for one that is tried again, such as a job's key: what it did already is not done again. Default: a new one. */
	runId?: string;
	images?: ImagePart[];
	/** Goes on with a suspended run; message and conversation are the state's then. */
	resume?: { state: unknown; decisions: Decision[] };
	/** What a run left, for one in the mode `replay`; the message is the trail's then. */
	trail?: unknown[];
}

/** A person's word on what a run waits for. */
export type Decision =
	| { id: string; kind: 'approval'; approved: boolean; /** For the model, in place of "declined". */ comment?: string }
	| { id: string; kind: 'question'; answer: string };

/** @throws TroupeError INPUT_INVALID, naming the field */
export function checkAgentRequest({ message, conversationId, resume, trail }: AgentRequest): void {
	if (resume) return; // the state says
	if (!trail && (typeof message !== 'string' || message.trim() === '')) throw invalid('message', 'a text that is not empty');
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
