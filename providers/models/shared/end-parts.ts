import type { ChatPart, ChatResponse } from '../../../core/ports/models/models';

/** Yields calls last: the finish reason decides if they are made. */
export function* endParts(response: ChatResponse): Generator<ChatPart, void> {
	for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
	yield { kind: 'end', response };
}
