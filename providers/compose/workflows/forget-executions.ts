import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { defaultTenant } from '../../../core/base/tenant';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import { countExecutions, type ListedExecution } from '../../state/executions/execution-index';
import { type CredentialHost, openCredentials } from '../credentials/credentials';
import type { HttpHost } from '../http/http-access';
import { openHostExecutions } from './execution-index';
import { n8nApiType } from './n8n-api';
import { type ExecutionRemoval, openRemoval, type Removal } from './n8n-removal';

export type ExecutionHost = CredentialHost & HttpHost;

export const n8nPlace = 'n8n';

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
			...{ code: 'STATE_CONFLICT', message: `n8n does not stop ${nameExecutions(running)}.`, retryable: true },
			fix: 'Stop them in n8n, or wait for their end, and try again.',
		});
	if (listed === maxExecutions)
		throw new TroupeError({
			...{ code: 'STATE_CONFLICT', message: `More than ${maxExecutions} executions of n8n are of this person.`, retryable: true },
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
