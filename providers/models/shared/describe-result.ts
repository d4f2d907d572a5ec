import { identifySurely } from '../../../core/base/text/language';
import type { ChatMessage } from '../../../core/ports/models/models';

/** Begins what the product says of a call that was not made: "The call failed: this call was not made" would ask for another try. */
const saysSo =
	/^(?:Th(?:is|e) (?:call|tool) (?:was|is|failed|gave)\b|A person declined|(?:Esta chamada|A chamada|A ferramenta) (?:não|foi|falhou)(?![\p{L}])|Uma pessoa recusou)/u;

/**
 * Writes the result of a call for protocols that have no field for a failure: without the words, it would read as a success. They are in the language of
 * the reason.
 */
export function describeResult({ content, failed }: Extract<ChatMessage, { role: 'tool' }>): string {
	if (!failed || saysSo.test(content)) return content;
	return `${identifySurely(content) === 'pt' ? 'A chamada falhou' : 'The call failed'}: ${content}`;
}
