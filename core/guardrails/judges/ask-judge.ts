import { randomBytes } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../base/errors';
import type { ChatModel, ChatRequest, ChatResponse, ImagePart } from '../../ports';

const timeLimitMs = 9_000;

/** Returns unpredictable upper-case letters and digits, different for each call. */
export type Nonce = () => string;
export const createNonce: Nonce = () => randomBytes(9).toString('hex').toUpperCase();

/** Encloses a text in marks that it cannot know. */
export const enclose = (text: string, mark: string): string => `<<<${mark}\n${text}\n${mark}>>>`;

/**
 * Asks a judge about a text, for nine seconds.
 * @throws TroupeError GUARDRAIL_FAILED without an answer in time; MODEL_*, BUDGET_*, CANCELLED from the model
 */
export async function askJudge(
	model: ChatModel,
	{
		task,
		text,
		images,
		...request
	}: Pick<ChatRequest, 'responseSchema' | 'maxOutputTokens'> & { task: string; text: string; images?: ImagePart[] },
	signal?: AbortSignal,
): Promise<ChatResponse> {
	const limit = AbortSignal.timeout(timeLimitMs);
	const messages: ChatRequest['messages'] = [
		{ role: 'system', content: task },
		{ role: 'user', content: text, ...(images && { images }) },
	];
	try {
		return await model.generate({ messages, ...request, temperature: 0 }, signal ? AbortSignal.any([limit, signal]) : limit);
	} catch (error) {
		if (!limit.aborted || !isTroupeError(error) || error.code !== 'CANCELLED') throw error;
		throw failed(`The judge "${model.id}" did not answer within ${timeLimitMs / 1_000} s.`, 'Use a faster model as the judge.', error);
	}
}

/**
 * Describes an answer in another form than the one that was asked for. The text may address the judge itself.
 * @param what in place of which it came
 */
export const malformed = (model: string, what: string): TroupeError =>
	failed(
		`The judge "${model}" did not return ${what} in the required form.`,
		'The text counts as not checked. It may address the judge itself. If this happens often, use a larger model as the judge.',
	);

const failed = (message: string, fix: string, cause?: unknown) => new TroupeError({ code: 'GUARDRAIL_FAILED', message, fix, cause });
