import { TroupeError } from '../../../core/base/errors';
import type { HttpAnswer } from '../../http/http-exchange';
import type { HttpHost } from '../http/http-access';
import { isRefused, openN8nApi, refusedKey } from './n8n-api';

export type ExecutionState = { kind: 'running' } | { kind: 'ended'; items: unknown[] } | { kind: 'failed'; status: string };

export interface N8nExecutions {
	/** @throws TroupeError HTTP_…; WORKFLOW_UNKNOWN where there is no such execution; CREDENTIAL_INVALID */
	find(id: string, signal: AbortSignal): Promise<ExecutionState>;
	stop(id: string, signal: AbortSignal): Promise<boolean>;
}

/** @param name of a stored credential of type n8nApi @throws TroupeError CREDENTIAL_… */
export async function openExecutions(name: string, host: HttpHost, signal: AbortSignal): Promise<N8nExecutions> {
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

export function unknownExecution(id: string): TroupeError {
	return new TroupeError({
		code: 'WORKFLOW_UNKNOWN',
		message: `n8n does not know the execution ${id} any more.`,
		fix: 'Check in n8n how it ended. To start the workflow again, set the variable idempotencyKey to a new value and resolve the incident.',
		details: { executionId: id },
	});
}
