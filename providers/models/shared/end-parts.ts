import type { ChatPart, ChatResponse } from '../../../core/ports/models/models';

/** Yields the last parts of a stream. Calls come only now: whether they are made depends on the reason of the end. */
export function* endParts(response: ChatResponse): Generator<ChatPart, void> {
	for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
	yield { kind: 'end', response };
}
