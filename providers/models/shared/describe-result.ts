import { identifySurely } from '../../../core/base/text/language';
import type { ChatMessage } from '../../../core/ports/models/models';

/** Matches results that already say the call was not made; "The call failed" would invite a retry. */
const saysSo =
	/^(?:Th(?:is|e) (?:call|tool) (?:was|is|failed|gave)\b|A person declined|(?:Esta chamada|A chamada|A ferramenta) (?:não|foi|falhou)(?![\p{L}])|Uma pessoa recusou)/u;

/** Marks failures in words, in the language of the reason: these protocols have no field for them. */
export function describeResult({ content, failed }: Extract<ChatMessage, { role: 'tool' }>): string {
	if (!failed || saysSo.test(content)) return content;
	return `${identifySurely(content) === 'pt' ? 'A chamada falhou' : 'The call failed'}: ${content}`;
}
