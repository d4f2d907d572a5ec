import { pause } from '../../../core/base/async/pause';
import { planRetry } from '../../../core/base/async/retry-policy';
import type { RetryPolicy } from '../../../core/base/async/retry-policy';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { readRetryAfter } from '../../../core/base/network/retry-after';
import { defaultTenant } from '../../../core/base/tenant';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import type { HttpAnswer } from '../../http/http-exchange';
import { countExecutions, type ListedExecution } from '../../state/executions/execution-index';
import { type CredentialHost, openCredentials } from '../credentials/credentials';
import type { HttpHost } from '../http/http-access';
import { openHostExecutions } from './execution-index';
import { findByTurn } from './find-by-turn';
import { isRefused, n8nApiType, openN8nApi, refusedKey } from './n8n-api';
import type { AskN8n } from './n8n-api';

/** `unseen`: the key does not see its workflow, or another n8n has it. */
type Removal = 'removed' | 'gone' | 'running' | 'unseen';

interface ExecutionRemoval {
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
const looks = 20;
const lookMs = 100;

/** @param name of a stored credential of type n8nApi @throws TroupeError CREDENTIAL_… */
async function openRemoval(name: string, host: HttpHost, signal: AbortSignal): Promise<ExecutionRemoval> {
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
	const started = Date.parse(String(startedAt));
	const stopped = Date.parse(String(stoppedAt));
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
		code: 'HTTP_STATUS',
		message: `The n8n of the credential ${name} answered ${status}.`,
		retryable: true,
		details: { status },
		fix: 'If the problem persists, check n8n.',
	});

export type ExecutionHost = CredentialHost & HttpHost;

const n8nPlace = 'n8n';

export interface ForgottenExecutions {
	/** Removed now or earlier. */
	removed: number;
	left: ListedExecution[];
}

/** Twice the number that n8n stores by default. */
const maxExecutions = 20_000;
const atOnce = 4;
const maxNamed = 20;

export const canReachN8n = async (host: ExecutionHost): Promise<boolean> => (await listKeys(host)).length > 0;

export const listPersonExecutions = async (pseudonyms: readonly string[], host: CredentialHost): Promise<ListedExecution[]> =>
	(await openHostExecutions(host)).list(host.tenant ?? defaultTenant, pseudonyms, maxExecutions);

/**
 * Removes a person's executions over n8n's public API, with each key of the tenant. Idempotent. The rest is noted in `done`. @throws the reason of
 * the signal
 */
export async function forgetExecutions(
	pseudonyms: readonly string[],
	host: ExecutionHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<ForgottenExecutions> {
	const listed = await listPersonExecutions(pseudonyms, host);
	const forgotten: ForgottenExecutions = { removed: 0, left: [] };
	if (listed.length === 0) return forgotten;
	const isKnown = ({ stores }: { stores: string[] }) => stores.includes(n8nPlace);
	const keys = await listKeys(host);
	if (keys.length === 0) {
		const where = `keeps ${nameExecutions(listed)}: Troupe has no API key for it. Add a credential of type ${n8nApiType}, then forget the person again by the contact's ID`;
		if (!done.notReached.some(isKnown)) done.notReached.push({ stores: [n8nPlace], where });
		return { removed: 0, left: listed };
	}
	const settled = new Set<ListedExecution>();
	await reachOutside(n8nPlace, done, signal, async (until) => {
		const left = await removeAll(listed, keys, host, until, (one) => void settled.add(one));
		refuseLeft(left, listed.length);
		if (left.unseen.length > 0 && !done.notReached.some(isKnown))
			done.notReached.push({ stores: [n8nPlace], where: describeUnseen(left.unseen) });
		return false;
	});
	return { removed: countExecutions([...settled]), left: listed.filter((one) => !settled.has(one)) };
}

interface Left {
	running: ListedExecution[];
	unseen: ListedExecution[];
	fault?: unknown;
}

/** @param leavesUnended true for a cleaning: running and waiting executions stay */
export async function removeAll(
	listed: readonly ListedExecution[],
	keys: readonly string[],
	host: ExecutionHost,
	signal: AbortSignal,
	onSettled: (one: ListedExecution) => void,
	leavesUnended = false,
): Promise<Left> {
	const index = await openHostExecutions(host);
	const left: Left = { running: [], unseen: [] };
	const removals = new Set<ExecutionRemoval>();
	for (const key of keys)
		await openRemoval(key, host, signal).then(
			(removal) => removals.add(removal),
			(fault: unknown) => (left.fault ??= fault),
		);
	const removeOne = async (one: ListedExecution) => {
		const outcome = await removeAnywhere(one, { removals, left, leavesUnended }, signal);
		if (outcome === 'running' || outcome === 'unseen') return void left[outcome].push(one);
		await index.remove(host.tenant ?? defaultTenant, one);
		onSettled(one);
	};
	const ordered = listed.toSorted((one, other) => Number(one.execution === '') - Number(other.execution === ''));
	let from = 0;
	for (; from < ordered.length && removals.size > 0; from += atOnce) {
		signal.throwIfAborted();
		await Promise.all(ordered.slice(from, from + atOnce).map(removeOne));
	}
	// Earlier ones are already counted: removed, running or unseen.
	left.unseen.push(...ordered.slice(from));
	return left;
}

interface Removing {
	removals: Set<ExecutionRemoval>;
	left: Left;
	leavesUnended: boolean;
}

/** Any n8n can have it. A failed one is not asked again. */
async function removeAnywhere(one: ListedExecution, { removals, left, leavesUnended }: Removing, signal: AbortSignal): Promise<Removal> {
	let isGone = false;
	for (const removal of [...removals]) {
		try {
			const outcome = await removal.remove(one, signal, leavesUnended);
			if (outcome === 'removed' || outcome === 'running') return outcome;
			isGone ||= outcome === 'gone';
		} catch (fault) {
			signal.throwIfAborted();
			left.fault ??= fault;
			removals.delete(removal);
		}
	}
	// Several n8n can have the same workflow: the failed one may have it.
	return isGone && left.fault === undefined ? 'gone' : 'unseen';
}

/** @throws TroupeError for retryable faults */
function refuseLeft({ running, unseen, fault }: Left, listed: number): void {
	if (fault !== undefined && unseen.length > 0) throw isTroupeError(fault) ? withLeft(fault, unseen) : (fault as Error);
	if (running.length > 0)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `n8n does not stop ${nameExecutions(running)}.`,
			retryable: true,
			fix: 'Stop them in n8n, or wait for their end, and try again.',
		});
	if (listed === maxExecutions)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `More than ${maxExecutions} executions of n8n are of this person.`,
			retryable: true,
			fix: 'Do it again for the others.',
		});
}

const withLeft = ({ code, message, fix, retryable, cause }: TroupeError, left: readonly ListedExecution[]) =>
	new TroupeError({ code, message: `${message} It keeps ${nameExecutions(left)}`, fix, retryable, cause });

const describeUnseen = (unseen: readonly ListedExecution[]): string =>
	`keeps ${nameExecutions(unseen)}, unless their workflow was deleted there: no stored API key can read the workflow or its data. Add an API key of that instance's owner with the scope workflow:read`;

/** Names executions, and when n8n itself removes the last. */
export function nameExecutions(listed: readonly ListedExecution[]): string {
	const named = listed
		.slice(0, maxNamed)
		.map(({ execution, workflow, turn }) => `${execution || `of the turn ${turn}`} of workflow ${workflow}`);
	const more = listed.length > maxNamed ? ` and ${listed.length - maxNamed} more` : '';
	const ends = listed.map(({ endsAt }) => endsAt);
	const last = ends.includes(null) ? undefined : Math.max(...(ends as number[]));
	const until = last === undefined ? 'without an end, because its pruning is off' : `until ${toIso(last)} by its own pruning`;
	return `${listed.length === 1 ? 'the execution' : 'the executions'} ${named.join(', ')}${more} ${until}`;
}

export async function listKeys(host: CredentialHost): Promise<string[]> {
	const { store } = await openCredentials(host);
	return (await store.list(host.tenant ?? defaultTenant)).filter(({ type }) => type === n8nApiType).map(({ name }) => name);
}
