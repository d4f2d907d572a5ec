import { isTroupeError, TroupeError } from '../../base/errors';
import type { ModelAttempt } from '../../ports/models/models';
import { addCost, addUsage } from '../attempts';
import type { NotAsked } from './route-step';

export interface Failure {
	model: string;
	error: TroupeError;
}

interface Exhaustion {
	failures: Failure[];
	attempts: ModelAttempt[];
	notAsked: NotAsked[];
	limit?: number;
	/** Until a breaker allows a call; Infinity during a probe; absent if breakers are not the reason. */
	restMs?: number;
}

export function createCancellation(cause: unknown): TroupeError {
	if (isTroupeError(cause) && cause.code === 'CANCELLED') return cause;
	const details = isTroupeError(cause) ? cause.details : {};
	return new TroupeError({ code: 'CANCELLED', message: 'The answer was cancelled.', details, cause });
}

export function withAttempts(error: TroupeError, attempts: ModelAttempt[]): TroupeError {
	const usage = addUsage(attempts);
	const costUsd = addCost(attempts);
	const { code, message, fix, retryable, retryAfterMs, cause, details } = error;
	const used = { ...(usage && { usage }), ...(costUsd !== undefined && { costUsd }) };
	return new TroupeError({ code, message, fix, retryable, retryAfterMs, cause, details: { ...details, ...used, attempts } });
}

export function createExhaustion({ failures, attempts, notAsked, limit, restMs }: Exhaustion): TroupeError {
	const last = failures.at(-1)?.error;
	if (!last && limit === undefined) return restMs === undefined ? unanswerable(notAsked) : resting(notAsked, restMs);
	const error = last ?? new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'No model was asked.' });
	const whole = new TroupeError({
		code: error.code,
		message:
			limit === undefined
				? writeMessage(failures)
				: `No answer${ofModels(failures)} within the limit of ${limit} model calls. ${error.message}`,
		fix: error.fix,
		retryAfterMs: error.retryAfterMs,
		retryable: failures.some(({ error: { retryable } }) => retryable),
		details: { ...error.details, ...(notAsked.length > 0 && { notAsked }), ...(limit !== undefined && { limit: 'model-calls' }) },
		cause:
			failures.length > 1
				? new AggregateError(
						failures.map((failure) => failure.error),
						'every model failed',
					)
				: last,
	});
	return withAttempts(whole, attempts);
}

function writeMessage(failures: Failure[]): string {
	const models = listModels(failures);
	const last = failures.at(-1)!.error.message;
	if (models.length > 1)
		return failures.every(isBudget)
			? `None of the ${models.length} models was asked. ${last}`
			: `All ${models.length} models failed: ${models.join(', ')}. The last error: ${last}`;
	const called = failures.filter((failure) => !isBudget(failure)).length;
	if (isBudget(failures.at(-1)!))
		return called > 0 ? `${last} Before that, the model was called ${called === 1 ? 'once' : `${called} times`} without an answer.` : last;
	return called > 1 ? `${last} The model was called ${called} times.` : last;
}

const listModels = (failures: Failure[]) => [...new Set(failures.map(({ model }) => model))];

const ofModels = (failures: Failure[]) => (failures.length > 0 ? ` of ${listModels(failures).join(', ')}` : '');

/** Our own limits: the provider did not get the call. */
const isBudget = ({ error: { code } }: Failure) => code === 'BUDGET_EXCEEDED' || code === 'RATE_LIMITED';

function resting(notAsked: NotAsked[], milliseconds: number): TroupeError {
	return new TroupeError({
		code: 'MODEL_CIRCUIT_OPEN',
		message: `No model of the route is available: ${listReasons(notAsked)}.`,
		fix: 'Try again later, or add a model of another provider to the route.',
		retryable: true,
		retryAfterMs: Number.isFinite(milliseconds) ? Math.max(0, Math.ceil(milliseconds)) : undefined,
		details: { notAsked, attempts: [] },
	});
}

function unanswerable(notAsked: NotAsked[]): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `No model of the route can take this request: ${listReasons(notAsked) || 'the route is empty'}.`,
		fix: 'Add a suitable model to the route, or change the conditions of its models.',
		details: { notAsked, attempts: [] },
	});
}

function listReasons(notAsked: NotAsked[]): string {
	return notAsked.map(({ model, reason }) => `${model} (${reason})`).join(', ');
}
