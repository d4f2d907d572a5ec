import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { runHttpTask } from '../../../providers/compose/http/http-task';
import type { HttpAnswer } from '../../../providers/http/http-exchange';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import type { Job, JobAnswer, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { boundedVariables } from '../bounded-variables';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { type HttpJob, httpVariables, readHttpJob } from './http-job-input';
import { type MappedError, readResultMapping, type ResultMapping } from './result-mapping';

/** Its contract is docs/job-types/troupe-http.md. */
const httpTask: TaskKind = { type: 'troupe:http', what: 'The request', variables: httpVariables, mapsResult: true, run: request };

/**
 * Serves `troupe:http` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openHttpWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(httpTask, engine, host, options);
}

export function httpJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(httpTask, host);
}

async function request(job: Job, host: WorkerHost, signal: AbortSignal): Promise<JobOutcome> {
	const http = readHttpJob(job);
	const mapping = await readResultMapping(job);
	let answer: HttpAnswer;
	try {
		answer = await runHttpTask(http.task, host, signal);
	} catch (error) {
		if (signal.aborted || !isTroupeError(error)) throw error;
		return mapping.judgeFault(error) ?? failAgain(error, http);
	}
	return toOutcome(answer, http, mapping);
}

function toOutcome(answer: HttpAnswer, http: HttpJob, mapping: ResultMapping): JobAnswer {
	const isError = answer.status < 200 || answer.status > 299;
	const { host } = new URL(http.task.url);
	const error: MappedError | null = isError
		? { code: String(answer.status), message: `The server ${host} answered ${answer.status}.` }
		: null;
	const judged = mapping.judge(answer, error);
	if (judged) return bounded(judged);
	if (!error) return bounded({ kind: 'complete', variables: mapping.toVariables(answer) });
	const isRetried = http.isRetried(answer.status);
	const fault = new TroupeError({
		code: 'HTTP_STATUS',
		message: error.message,
		fix: isRetried
			? 'If the problem persists, check the server.'
			: 'Correct the request, or decide in the errorExpression of the task what the process does about it.',
		retryable: isRetried,
		retryAfterMs: readRetryAfter(new Headers(answer.headers)),
		details: { status: answer.status },
	});
	return failAgain(fault, http);
}

/** The server's wait precedes that of the task. */
function failAgain(error: TroupeError, { backoffMs }: HttpJob): never {
	if (!error.retryable || error.retryAfterMs !== undefined || backoffMs === undefined) throw error;
	const { code, message, fix, retryable, details, cause } = error;
	throw new TroupeError({ code, message, fix, retryable, retryAfterMs: backoffMs, details, cause });
}

function bounded(outcome: JobAnswer): JobAnswer {
	if (outcome.kind === 'fail' || outcome.variables === undefined) return outcome;
	const fix = 'Take what the process needs from the response in the resultExpression of the task.';
	return { ...outcome, variables: boundedVariables(outcome.variables, 'the request', fix) };
}
