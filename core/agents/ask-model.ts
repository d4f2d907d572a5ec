import { TroupeError } from '../errors';
import { attemptsOf, isModelCallLimit } from '../llm/chain';
import type { ChatModel, ChatRequest, ChatResponse, ModelAttempt } from '../ports';
import type { LimitName } from './agent-outcome';
import type { Deadline } from './deadline';

/** The answer, or the limit that came first; the attempts either way. */
export type Asked =
	| { response: ChatResponse; attempts: ModelAttempt[]; limit?: undefined }
	| { response?: undefined; attempts: ModelAttempt[]; limit: LimitName };

/**
 * Asks the model once, for at most as long as the deadline allows, also when the model does not heed its signal.
 * @throws TroupeError MODEL_* when it failed, CANCELLED when the host cancelled
 */
export async function askModel(model: ChatModel, request: ChatRequest, host: AbortSignal, deadline: Deadline): Promise<Asked> {
	try {
		const response = await untilAborted(model.generate(request, deadline.signal), deadline.signal);
		return { response, attempts: response.attempts ?? [] };
	} catch (error) {
		if (host.aborted) throw new TroupeError({ code: 'CANCELLED', message: 'The run was cancelled while the model worked.', cause: error });
		const limit = limitBehind(error, deadline);
		if (!limit) throw error;
		return { limit, attempts: attemptsOf(error) };
	}
}

function limitBehind(error: unknown, deadline: Deadline): LimitName | undefined {
	if (deadline.expired()) return 'wall-clock';
	return isModelCallLimit(error) ? 'model-calls' : undefined;
}

/** A model that heeds its signal is given the moment to say whom it asked. */
const lastWordsMs = 50;

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	const { promise, resolve, reject } = Promise.withResolvers<T>();
	const abort = () => void setTimeout(() => reject(signal.reason as Error), lastWordsMs);
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, { once: true });
	work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	return promise;
}
