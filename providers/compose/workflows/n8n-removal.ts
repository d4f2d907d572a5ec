import { pause } from '../../../core/base/async/pause';
import { planRetry, type RetryPolicy } from '../../../core/base/async/retry-policy';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import type { HttpAnswer } from '../../http/http-exchange';
import type { ListedExecution } from '../../state/executions/execution-index';
import type { HttpHost } from '../http/http-access';
import { findByTurn } from './find-by-turn';
import { type AskN8n, isRefused, openN8nApi, refusedKey } from './n8n-api';

/** `unseen`: the key does not see its workflow, or another n8n has it. */
export type Removal = 'removed' | 'gone' | 'running' | 'unseen';

export interface ExecutionRemoval {
	name: string;
	/** Stops a running execution first, unless `leavesUnended`. @throws TroupeError HTTP_…, CREDENTIAL_INVALID; the reason of the signal */
	remove(seen: ListedExecution, signal: AbortSignal, leavesUnended?: boolean): Promise<Removal>;
}

interface Execution {
	workflowId?: unknown;
	status?: unknown;
	startedAt?: unknown;
	stoppedAt?: unknown;
}

const scopes = 'execution:list, execution:read, execution:stop, execution:delete and workflow:read';
/** Short: services retry unreachable servers. */
const policy: RetryPolicy = { maxAttempts: 3, firstMs: 250, maxMs: 1_000 };
/** Clock difference of two machines. */
const skewMs = 600_000;
const [looks, lookMs] = [20, 100];

/** @param name of a stored credential of type n8nApi @throws TroupeError CREDENTIAL_… */
export async function openRemoval(name: string, host: HttpHost, signal: AbortSignal): Promise<ExecutionRemoval> {
	const patient = keepAsking(name, await openN8nApi(name, host, signal));
	const ask: AskN8n = async (method, path, until) => {
		const answer = await patient(method, path, until);
		if (isRefused(answer)) throw refusedKey(name, answer.status, scopes);
		return answer;
	};
	const workflows = new Map<string, Promise<boolean>>();
	/** Otherwise a 404 could come from a proxy, a disabled API, or a key that sees nothing. */
	const seesWorkflow = (id: string, until: AbortSignal): Promise<boolean> => {
		const known =
			workflows.get(id) ?? patient('GET', `workflows/${encodeURIComponent(id)}`, until).then((answer) => isWorkflow(answer, id));
		workflows.set(id, known);
		return known;
	};
	const find = async (seen: ListedExecution, until: AbortSignal): Promise<Execution | undefined> => {
		const answer = await ask('GET', pathOf(seen), until);
		return answer.status === 200 && isSame(answer.body as Execution, seen) ? (answer.body as Execution) : undefined;
	};
	return {
		name,
		async remove(seen, until, leavesUnended = false) {
			if (!(await seesWorkflow(seen.workflow, until))) return 'unseen';
			return seen.execution === '' ? removeByTurn(seen, until, leavesUnended) : removeOne(seen, until, leavesUnended);
		},
	};

	async function removeOne(seen: ListedExecution, until: AbortSignal, leavesUnended: boolean): Promise<Removal> {
		const execution = await find(seen, until);
		if (!execution) return 'gone';
		if (leavesUnended && unended.has(String(execution.status))) return 'running';
		if (execution.status === 'running') await stop(seen, until);
		return removeEnded(seen, until);
	}

	async function removeByTurn(seen: ListedExecution, until: AbortSignal, leavesUnended: boolean): Promise<Removal> {
		const { ids, isSure } = await findByTurn(seen, ask, until);
		const outcomes: Removal[] = [];
		for (const execution of ids) outcomes.push(await removeOne({ ...seen, execution }, until, leavesUnended));
		if (outcomes.includes('running')) return 'running';
		if (outcomes.includes('removed')) return 'removed';
		return isSure ? 'gone' : 'unseen';
	}

	async function stop(seen: ListedExecution, until: AbortSignal): Promise<void> {
		await ask('POST', `${pathOf(seen)}/stop`, until);
		for (let look = 0; look < looks; look++) {
			if ((await find(seen, until))?.status !== 'running') return;
			await pause(lookMs, until);
		}
	}

	async function removeEnded(seen: ListedExecution, until: AbortSignal): Promise<Removal> {
		const { status } = await ask('DELETE', pathOf(seen), until);
		if (status === 200 || status === 404) return status === 200 ? 'removed' : 'gone';
		// n8n deletes no running execution.
		if (status === 400) return 'running';
		throw unexpected(name, status);
	}
}

const unended = new Set(['new', 'running', 'waiting']);

const pathOf = ({ execution }: ListedExecution) => `executions/${encodeURIComponent(execution)}`;

/** Refused: a workflow of another project, or a key without the scope. */
const isWorkflow = ({ status, body }: HttpAnswer, id: string): boolean => status === 200 && (body as { id?: unknown } | null)?.id === id;

/** Two n8n can use the same execution numbers, and imported workflows keep their id. */
function isSame({ workflowId, startedAt, stoppedAt }: Execution, { workflow, firstAt, lastAt }: ListedExecution): boolean {
	const [started, stopped] = [Date.parse(String(startedAt)), Date.parse(String(stoppedAt))];
	return workflowId === workflow && !(started > lastAt + skewMs) && !(stopped < firstAt - skewMs);
}

/** Retries while n8n is busy or restarts. @throws TroupeError HTTP_…, retryable; CREDENTIAL_INVALID */
function keepAsking(name: string, ask: AskN8n): AskN8n {
	return async (method, path, signal) => {
		for (let attempts = 1; ; attempts++) {
			const answer = await ask(method, path, signal).catch((fault: unknown) => {
				if (isTroupeError(fault) && fault.retryable && attempts < policy.maxAttempts!) return undefined;
				throw fault;
			});
			if (answer?.status === 401) throw refusedKey(name, answer.status, scopes);
			if (answer && answer.status !== 429 && answer.status < 500) return answer;
			const waitMs = planRetry(policy, { attempts, retryAfterMs: answer && readRetryAfter(new Headers(answer.headers)) });
			if (waitMs === undefined) throw unexpected(name, answer!.status);
			await pause(waitMs, signal);
			signal.throwIfAborted();
		}
	};
}

const unexpected = (name: string, status: number) =>
	new TroupeError({
		...{ code: 'HTTP_STATUS', message: `The n8n of the credential ${name} answered ${status}.`, retryable: true, details: { status } },
		fix: 'If the problem persists, check n8n.',
	});
