import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { textField } from '../../../core/ports/access/oauth-tokens';
import { accessOf } from '../../credentials/known-types';
import { guardedFetch } from '../../http/guarded-fetch';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { composeCredentials } from '../credentials/credentials';
import { checkServer } from '../credentials/credential-servers';
import type { HttpHost } from '../http/http-access';

const limits = { timeoutMs: 30_000, maxBytes: 20_000_000, hide: (text: string) => text };

/** How an execution of n8n stands. */
export type ExecutionState = { kind: 'running' } | { kind: 'ended'; items: unknown[] } | { kind: 'failed'; status: string };

/** The executions of an n8n, over its public API. */
export interface N8nExecutions {
	/** @throws TroupeError HTTP_…; WORKFLOW_UNKNOWN where there is no such execution; CREDENTIAL_INVALID */
	find(id: string, signal: AbortSignal): Promise<ExecutionState>;
	/** Returns whether it was stopped; one that has ended cannot be. */
	stop(id: string, signal: AbortSignal): Promise<boolean>;
}

/** @param name of a stored credential of type n8nApi @throws TroupeError CREDENTIAL_… */
export async function openExecutions(name: string, host: HttpHost, signal: AbortSignal): Promise<N8nExecutions> {
	const credential = await composeCredentials(host).resolve(name, host.tenant ?? defaultTenant, signal);
	const base = URL.parse(textField(credential.data, 'baseUrl').replace(/\/*$/, '/'));
	if (credential.type !== 'n8nApi' || !base)
		throw new TroupeError({
			code: 'CREDENTIAL_INVALID',
			message: `The credential ${name} is not an API key of an n8n.`,
			fix: 'Add one of type n8nApi with apiKey, and with baseUrl such as https://n8n.example.com/api/v1.',
			details: { credential: name },
		});
	checkServer(credential, base.hostname);
	const send = guardedFetch(host);
	const headers = new Headers({ accept: 'application/json', ...accessOf(credential).headers });
	const ask = (method: string, path: string, until: AbortSignal) =>
		exchange({ method, url: new URL(path, base), headers }, { send, ...limits }, until);
	return {
		async find(id, until) {
			const answer = await ask('GET', `executions/${id}?includeData=true`, until);
			if (answer.status === 200) return toState(answer);
			if (answer.status === 401 || answer.status === 403) throw refused(name, answer.status);
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

/** Returns what the last node gave out. */
function readItems({ resultData }: ExecutionData = {}): unknown[] {
	const runs = resultData?.runData?.[resultData.lastNodeExecuted ?? ''];
	return (runs?.at(-1)?.data?.main?.[0] ?? []).map(({ json = null }) => json);
}

function refused(name: string, status: number): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `n8n refuses the API key of the credential ${name} (${status}).`,
		fix: 'Create a key with the scopes execution:read and execution:stop, and add it with --replace.',
		details: { credential: name },
	});
}

export function unknownExecution(id: string): TroupeError {
	return new TroupeError({
		code: 'WORKFLOW_UNKNOWN',
		message: `n8n does not know the execution ${id} any more.`,
		fix: 'Check in n8n how it ended. To start the workflow again, set the variable idempotencyKey to a new value and resolve the incident.',
		details: { executionId: id },
	});
}
