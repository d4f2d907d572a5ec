import { TroupeError } from '../../base/errors';
import { identifySurely } from '../../base/text/language';
import { askForSummary, readSummary } from '../../llm/summaries/summary';
import type { Clock } from '../../ports/host';
import type { ChatModel } from '../../ports/models/models';

const maxTokens = 300;
const timeoutMs = 30_000;
/** Below the limit of a memory, with the date before it. */
const maxLength = 1_500;

const task = {
	en: 'Summarise the conversation below between a customer and a company in at most 80 words, for an assistant that meets this customer again: who the customer is, what they need, what was agreed and what is open. Write statements, without a title.',
	pt: 'Resuma a conversa abaixo entre um cliente e uma empresa em no máximo 80 palavras, para um assistente que vai encontrar este cliente de novo: quem é o cliente, do que precisa, o que foi combinado e o que está em aberto. Escreva afirmações, sem título.',
};

/**
 * For the memory of a person. One call, with limits on tokens and time. @param transcript without personal data @throws TroupeError MODEL_*,
 * BUDGET_EXCEEDED
 */
export async function summariseSession(
	transcript: string,
	{ summariser, clock }: { summariser: ChatModel; clock: Clock },
	signal: AbortSignal,
): Promise<string> {
	const until = clock.now() + timeoutMs;
	const messages = askForSummary(task, transcript, identifySurely(transcript) ?? 'en');
	const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
	const summary = readSummary(await summariser.generate({ messages, maxOutputTokens: maxTokens, until }, within));
	if (summary !== undefined) return summary.slice(0, maxLength);
	throw new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: 'The model returned no summary of the conversation.',
		fix: 'Use a model that follows instructions.',
		retryable: true,
	});
}
