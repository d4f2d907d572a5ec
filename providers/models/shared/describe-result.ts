import { identifySurely } from '../../../core/base/text/language';
import type { ChatMessage } from '../../../core/ports';

/**
 * Writes the result of a call for protocols that have no field for a failure: without the words, it would read as a success. They are in the language of
 * the reason.
 */
export function describeResult({ content, failed }: Extract<ChatMessage, { role: 'tool' }>): string {
	if (!failed) return content;
	return `${identifySurely(content) === 'pt' ? 'A chamada falhou' : 'The call failed'}: ${content}`;
}
