/** Calls an n8n workflow by its webhook, once, for the job type `troupe:n8n-workflow`. */
import { randomUUID } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { pause } from '../../../core/base/async/pause';
import { systemClock } from '../../../core/ports/host';
import { hideIn } from '../../../core/tools/hide-secrets';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { provenFetch } from '../../http/proven-fetch';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { type HeldCall as Held, withCall, workflowCalls } from '../calls/with-call';
import { composeAccess, type HttpHost } from '../http/http-access';
import { isRefused, openN8nApi, refusedKey } from './n8n-api';

export interface WorkflowTask {
	url: string;
	data: unknown;
	credential?: string;
	/** A stored credential of type n8nApi, for following and stopping the execution with its job. */
	n8nCredential?: string;
	timeoutMs: number;
	/** The workflow starts once for each key. */
	idempotencyKey: string;
}

type HeldCall = Held<WorkflowOutcome>;

export type WorkflowOutcome =
	| { kind: 'answer'; answer: HttpAnswer & { executionId?: string } }
	| { kind: 'failed'; code: 'WORKFLOW_FAILED' | 'WORKFLOW_TIMEOUT'; message: string };

const maxBytes = 1_900_000;
const longestPauseMs = 5_000;
const stopMs = 10_000;

/**
 * Calls the workflow once for each key, else returns the earlier outcome. @throws TroupeError WORKFLOW_UNKNOWN when start or end is unknown; HTTP_…
 * when it was not started
 */
export function runWorkflowTask(task: WorkflowTask, host: HttpHost, signal: AbortSignal): Promise<WorkflowOutcome> {
	return withCall<WorkflowOutcome>(workflowCalls, host, task.idempotencyKey, randomUUID(), async (call) => {
		const { known } = call;
		if (known?.state === 'called') throw unknown(task.url);
		const startedAt = known?.startedAt ?? (host.clock ?? systemClock).now();
		const executions = task.n8nCredential === undefined ? undefined : await openOrRefuse(task.n8nCredential, call, host, signal);
		if (known?.executionId) return follow(known.executionId, { task, call, executions, startedAt, host }, signal);
		const answer = await callWebhook(task, call, host, signal);
		const executionId = executions && readExecutionId(answer);
		if (executionId === undefined) return end(call, { kind: 'answer', answer });
		await call.running(executionId);
		return follow(executionId, { task, call, executions, startedAt, host }, signal);
	});
}

async function openOrRefuse(name: string, call: HeldCall, host: HttpHost, signal: AbortSignal): Promise<N8nExecutions> {
	try {
		return await openExecutions(name, host, signal);
	} catch (error) {
		if (!call.known) await call.refused();
		throw error;
	}
}

async function callWebhook(task: WorkflowTask, call: HeldCall, host: HttpHost, signal: AbortSignal): Promise<HttpAnswer> {
	let answer: HttpAnswer;
	try {
		const url = parseUrl(task.url);
		const authentication =
			task.credential === undefined ? { kind: 'none' as const } : { kind: 'credential' as const, credential: task.credential };
		const { headers, query, secrets, proofKey } = await composeAccess(authentication, url, host, signal);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
		const sent = {
			accept: 'application/json',
			'content-type': 'application/json',
			'idempotency-key': task.idempotencyKey,
			'user-agent': 'troupe',
		};
		answer = await exchange(
			{ method: 'POST', url, headers: new Headers({ ...sent, ...headers }), body: stringifyJson(task.data ?? {}) },
			{
				send: provenFetch(guardedFetch(withResidency('The webhook of the workflow', host)), proofKey),
				timeoutMs: task.timeoutMs,
				maxBytes,
				hide: hideIn(secrets),
			},
			signal,
		);
	} catch (cause) {
		if (signal.aborted) throw cause;
		if (!mayHaveStarted(cause)) {
			await call.refused();
			throw cause;
		}
		throw unknown(task.url, cause);
	}
	const refusal = findRefusal(answer, task.url);
	if (!refusal) return answer;
	await call.refused();
	throw refusal;
}

function mayHaveStarted(error: unknown): boolean {
	if (!isTroupeError(error) || !error.code.startsWith('HTTP_')) return false;
	if (error.code !== 'HTTP_UNREACHABLE') return true;
	const { code } = ((error.cause as Error | undefined)?.cause ?? error.cause ?? {}) as { code?: unknown };
	return !/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(
		String(code),
	);
}

function findRefusal({ status, body, headers }: HttpAnswer, url: string): TroupeError | undefined {
	const { message } = (typeof body === 'object' && body !== null ? body : { message: body }) as { message?: unknown };
	const said = typeof message === 'string' ? message : '';
	const { host } = new URL(url);
	const fault = (fix: string, retryable = false) =>
		new TroupeError({
			code: 'HTTP_STATUS',
			message: `n8n at ${host} did not start the workflow: it answered ${status}.`,
			fix,
			retryable,
			retryAfterMs: readRetryAfter(new Headers(headers)),
			details: { status },
		});
	if (status === 429 || status === 503) return fault('If the problem persists, check n8n.', true);
	if (status === 404 && /is not registered/.test(said))
		return fault('Publish the workflow, and use the production address of its webhook, for POST.');
	if ((status === 401 || status === 403) && /^Authorization /.test(said))
		return fault('Give the task the credential that the webhook asks for.');
	return undefined;
}

interface Following {
	task: WorkflowTask;
	call: HeldCall;
	executions: N8nExecutions | undefined;
	startedAt: number;
	host: HttpHost;
}

async function follow(id: string, { task, call, executions, startedAt, host }: Following, signal: AbortSignal): Promise<WorkflowOutcome> {
	if (!executions) throw unknown(task.url);
	const clock = host.clock ?? systemClock;
	for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
		const state = await executions.find(id, signal).catch((error: unknown) => {
			// n8n can be away, such as for an update; the execution is known.
			if (signal.aborted || (isTroupeError(error) && error.retryable)) return { kind: 'running' as const };
			throw error;
		});
		if (state.kind === 'ended')
			return end(call, { kind: 'answer', answer: { status: 200, headers: {}, body: state.items, executionId: id } });
		if (state.kind === 'failed')
			return end(call, {
				kind: 'failed',
				code: 'WORKFLOW_FAILED',
				message: `The execution ${id} of the workflow ended with ${state.status}.`,
			});
		if (isJobGone(signal)) await executions.stop(id, AbortSignal.timeout(stopMs)).catch(() => false);
		if (signal.aborted) throw signal.reason as Error;
		if (clock.now() - startedAt >= task.timeoutMs) {
			await executions.stop(id, AbortSignal.timeout(stopMs));
			return end(call, {
				kind: 'failed',
				code: 'WORKFLOW_TIMEOUT',
				message: `The execution ${id} did not end within ${task.timeoutMs} ms and was stopped.`,
			});
		}
		await pause(waitMs, signal);
	}
}

/** False when the worker closes: another one follows the execution. */
const isJobGone = ({ aborted, reason }: AbortSignal): boolean => aborted && isTroupeError(reason) && reason.code === 'JOB_NOT_FOUND';

async function end(call: HeldCall, outcome: WorkflowOutcome): Promise<WorkflowOutcome> {
	await call.ended(outcome);
	return outcome;
}

/** A workflow that answers at once can name its execution: `{"executionId": "{{ $execution.id }}"}`. */
function readExecutionId({ body }: HttpAnswer): string | undefined {
	const { executionId } = (typeof body === 'object' && body !== null ? body : {}) as { executionId?: unknown };
	return /^\d{1,20}$/.test(String(executionId)) ? String(executionId) : undefined;
}

function parseUrl(text: string): URL {
	const url = URL.parse(text);
	if (url && /^https?:$/.test(url.protocol)) return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The address of the webhook is not an http or https address.',
		fix: 'Copy the production URL of the Webhook node: https://n8n.example.com/webhook/….',
	});
}

function unknown(url: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'WORKFLOW_UNKNOWN',
		message: `Nobody can tell whether the workflow at ${URL.parse(url)?.host ?? 'n8n'} was started, or how it ended, so it is not started again.`,
		fix: 'Look at its executions in n8n. To start it again, set the variable idempotencyKey to a new value and resolve the incident; otherwise continue the process without it.',
		cause,
	});
}

type ExecutionState = { kind: 'running' } | { kind: 'ended'; items: unknown[] } | { kind: 'failed'; status: string };

interface N8nExecutions {
	/** @throws TroupeError HTTP_…; WORKFLOW_UNKNOWN where there is no such execution; CREDENTIAL_INVALID */
	find(id: string, signal: AbortSignal): Promise<ExecutionState>;
	stop(id: string, signal: AbortSignal): Promise<boolean>;
}

/** @param name of a stored credential of type n8nApi @throws TroupeError CREDENTIAL_… */
async function openExecutions(name: string, host: HttpHost, signal: AbortSignal): Promise<N8nExecutions> {
	const ask = await openN8nApi(name, host, signal);
	return {
		async find(id, until) {
			const answer = await ask('GET', `executions/${id}?includeData=true`, until);
			if (answer.status === 200) return toState(answer);
			if (isRefused(answer)) throw refusedKey(name, answer.status, 'execution:read and execution:stop');
			if (answer.status === 404) throw unknownExecution(id);
			throw new TroupeError({
				code: 'HTTP_STATUS',
				message: `n8n answered ${answer.status}.`,
				retryable: true,
				details: { status: answer.status },
			});
		},
		stop: async (id, until) => (await ask('POST', `executions/${id}/stop`, until)).status === 200,
	};
}

interface ExecutionData {
	resultData?: {
		lastNodeExecuted?: string;
		runData?: Record<string, Array<{ data?: { main?: Array<Array<{ json?: unknown }> | null> } }>>;
	};
}

function toState({ body }: HttpAnswer): ExecutionState {
	const { status, data } = body as { status?: string; data?: ExecutionData };
	if (status === 'success') return { kind: 'ended', items: readItems(data) };
	return status === 'error' || status === 'crashed' || status === 'canceled' ? { kind: 'failed', status } : { kind: 'running' };
}

function readItems({ resultData }: ExecutionData = {}): unknown[] {
	const runs = resultData?.runData?.[resultData.lastNodeExecuted ?? ''];
	return (runs?.at(-1)?.data?.main?.[0] ?? []).map(({ json = null }) => json);
}

function unknownExecution(id: string): TroupeError {
	return new TroupeError({
		code: 'WORKFLOW_UNKNOWN',
		message: `n8n does not know the execution ${id} any more.`,
		fix: 'Check in n8n how it ended. To start the workflow again, set the variable idempotencyKey to a new value and resolve the incident.',
		details: { executionId: id },
	});
}
