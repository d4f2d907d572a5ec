import { readAttempts } from '../../../llm/attempts';
import { withoutSourceMarks } from '../../../knowledge/source-marks';
import { askForSummary, readSummary } from '../../../llm/summaries/summary';
import type { ChatMessage } from '../../../ports/models/models';
import { type AskResult, askUntilDeadline } from './ask-until-deadline';
import { boundMessageTokens } from './bound-message-tokens';
import type { Run } from '../run/run';
import { computeAllowance } from '../run/run-limits';

const maxTokens = 300;

const task = {
	en: 'Summarise the conversation below, one message a line as JSON, in at most 150 words, for an assistant that goes on with it: what was asked, answered, agreed and left open.',
	pt: 'Resuma a conversa abaixo, uma mensagem por linha em JSON, em no máximo 150 palavras, para um assistente que vai continuá-la: o que foi perguntado, respondido, combinado e deixado em aberto.',
};

/**
 * Summarises earlier turns with one model call, which counts towards the limits. @returns undefined if it would use what the answer needs, or failed;
 * the turns are then dropped
 */
export async function summarise(run: Run, step: number, turns: ChatMessage[][], count: () => number): Promise<string | undefined> {
	const { text } = run.trail.recorded('summary', step) ?? (await ask(run, step, turns, count)) ?? {};
	return text ?? undefined;
}

async function ask(run: Run, step: number, turns: ChatMessage[][], count: () => number): Promise<{ text: string | null } | undefined> {
	// A text cannot pass for another message. A model told to copy tokens would copy source marks too.
	const lines = turns
		.flat()
		.map(({ role, content }) => JSON.stringify(role === 'user' ? { person: content } : { assistant: withoutSourceMarks(content) }));
	const messages = askForSummary(task, lines.join('\n'), run.context.language);
	const left = computeAllowance({ ...run, base: 0 }, 'next');
	const answerNeeds = count() + run.parts.definition.limits.outputTokens;
	if (left.attempts < 2 || boundMessageTokens(messages) / 2 + maxTokens + answerNeeds > left.tokens || run.trail.has('model', step))
		return undefined;
	return run.trail.step('summary', step, async () => {
		const started = run.parts.clock.now();
		const result = await askUntilDeadline(
			run,
			{ messages, maxOutputTokens: maxTokens, maxAttempts: left.attempts - 1 },
			run.workingTime,
		).catch((error: unknown): AskResult => ({ attempts: readAttempts(error) }));
		const durationMs = run.parts.clock.now() - started;
		const text = (result.response && readSummary(result.response)) ?? null;
		return { step, text, response: result.response, attempts: result.attempts, durationMs };
	});
}
