import type { ChatMessage } from '../../../core/ports';

/** Writes the result of a call for protocols that have no field for a failure: without the words, it would read as a success. */
export function describeResult({ content, failed }: Extract<ChatMessage, { role: 'tool' }>): string {
	return failed ? `The call failed: ${content}` : content;
}
