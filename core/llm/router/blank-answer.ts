import { TroupeError } from '../../base/errors';
import type { ChatModel, ChatResponse } from '../../ports/models/models';

export function isBlank(text: string): boolean {
	return !/[^\s\p{Cc}\p{Cf}]/u.test(text);
}

/**
 * Refuses an answer that says and does nothing: the next model often has one. A limit or a filter that ends an answer is not a fault. Says nothing
 * about the model's health: customers can ask for a blank answer. @throws TroupeError MODEL_OUTPUT_INVALID
 */
export function assertNotBlank({ text, finish, usage, costUsd, attempts }: ChatResponse, { id }: ChatModel): void {
	if (finish !== 'stop' || !isBlank(text)) return;
	throw new TroupeError({
		code: 'MODEL_OUTPUT_INVALID',
		message: `The answer of ${id} is blank: it has neither a text nor a tool call.`,
		fix: 'Retry, add another model to the route, or say in the prompt what to answer after a tool.',
		retryable: true,
		details: { model: id, usage, ...(costUsd !== undefined && { costUsd }), ...(attempts && { attempts }) },
	});
}
