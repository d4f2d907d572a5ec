import { isTroupeError, TroupeError } from '../../../base/errors';
import { readAttempts, isModelCallLimit } from '../../../llm/attempts';
import type { ChatRequest, ChatResponse, ModelAttempt } from '../../../ports/models/models';
import type { LimitName } from '../../agent-outcome';
import type { Deadline } from '../run/deadline';
import type { Run } from '../run/run';

export interface AskResult {
	response?: ChatResponse;
	limit?: LimitName;
	attempts: ModelAttempt[];
}

type Ask = (request: ChatRequest, signal: AbortSignal) => Promise<ChatResponse>;

/**
 * Calls the model once, at most until the deadline, even if the model ignores its signal. @throws TroupeError MODEL_* if it failed, CANCELLED if the
 * host cancelled
 */
export async function askUntilDeadline(
	{ parts: { model, clock }, host }: Pick<Run, 'host'> & { parts: Pick<Run['parts'], 'model' | 'clock'> },
	request: ChatRequest,
	deadline: Deadline,
	ask: Ask = (chatRequest, signal) => model.generate(chatRequest, signal),
): Promise<AskResult> {
	const started = clock.now();
	try {
		deadline.signal.throwIfAborted();
		const response = await untilAborted(ask({ ...request, until: deadline.endsAt }, deadline.signal), deadline.signal);
		const { attempts = [describeAttempt(response, clock.now() - started)], ...answer } = response;
		return { response: answer, attempts };
	} catch (error) {
		if (host.aborted) throw createCancellation(host, 'the model', error);
		const limit = toReachedLimit(error, deadline);
		if (!limit) throw error;
		return { limit, attempts: readAttempts(error) };
	}
}

/** Returns why a run was stopped from outside: by its host, or by a lost lease. */
export function createCancellation({ reason }: AbortSignal, callee: string, cause: unknown): TroupeError {
	if (isTroupeError(reason) && (reason.code === 'RUN_TAKEN' || reason.code.startsWith('STORAGE_'))) return reason;
	return new TroupeError({ code: 'CANCELLED', message: `The run was cancelled during a call of ${callee}.`, cause });
}

function describeAttempt({ model, usage, costUsd }: ChatResponse, durationMs: number): ModelAttempt {
	return { model, ok: true, durationMs, usage, ...(costUsd !== undefined && { costUsd }) };
}

function toReachedLimit(error: unknown, deadline: Deadline): LimitName | undefined {
	if (deadline.expired()) return 'wall-clock';
	if (isTroupeError(error) && error.code === 'BUDGET_EXCEEDED') return 'budget';
	return isModelCallLimit(error) ? 'model-calls' : undefined;
}

/** Time for a model that obeys its signal to report its attempts. */
const lastWordsMs = 50;

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	const { promise, resolve, reject } = Promise.withResolvers<T>();
	const abort = () => void setTimeout(() => reject(signal.reason as Error), lastWordsMs);
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, { once: true });
	work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	return promise;
}
