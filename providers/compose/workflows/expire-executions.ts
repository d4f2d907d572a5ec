import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { dayMs, findKeptDays } from '../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import type { ListedExecution } from '../../state/executions/execution-index';
import { readTenantRules } from '../state/host-tenants';
import { findExistingState } from '../state/state-place';
import { openHostExecutions } from './execution-index';
import { nameExecutions, type ExecutionHost, listKeys, removeAll } from './forget-executions';
import { n8nApiType } from './n8n-api';

const portion = 1_000;

interface ExpiredExecutions {
	removed: number;
	/** Undefined if all ended executions went. */
	left?: TroupeError;
}

/** Removes expired executions. Running and waiting ones stay until they end. @throws TroupeError STORAGE_… */
export async function expireExecutions(host: ExecutionHost, signal = new AbortController().signal): Promise<ExpiredExecutions> {
	const days = findKeptDays('execution', await readTenantRules(host));
	return days === undefined ? { removed: 0 } : removeOlderExecutions(days * dayMs, host, signal);
}

/** @param keptMs milliseconds since a node of Troupe last worked in them @throws TroupeError STORAGE_… */
export async function removeOlderExecutions(keptMs: number, host: ExecutionHost, signal: AbortSignal): Promise<ExpiredExecutions> {
	if (findExistingState(host) === undefined) return { removed: 0 };
	const before = (host.clock ?? systemClock).now() - keptMs;
	const index = await openHostExecutions(host);
	let removed = 0;
	let stay = 0;
	let left: TroupeError | undefined;
	for (;;) {
		// The oldest ones stay.
		const listed = await index.listOlder(host.tenant ?? defaultTenant, before, { max: portion, offset: stay });
		const outcome = listed.length > 0 ? await removeListed(listed, host, signal) : { removed: 0 };
		removed += outcome.removed;
		stay += listed.length - outcome.removed;
		left ??= outcome.left;
		if (listed.length < portion) return { removed, ...(left && { left }) };
	}
}

async function removeListed(listed: readonly ListedExecution[], host: ExecutionHost, signal: AbortSignal): Promise<ExpiredExecutions> {
	const keys = await listKeys(host);
	if (keys.length === 0) return { removed: 0, left: unreached(listed, noKey) };
	let removed = 0;
	const { unseen, fault } = await removeAll(listed, keys, host, signal, () => void (removed += 1), true);
	if (unseen.length === 0) return { removed };
	return { removed, left: unreached(unseen, isTroupeError(fault) ? fault : notSeen) };
}

type Why = Pick<TroupeError, 'code' | 'message' | 'fix'>;

const noKey: Why = {
	code: 'CREDENTIAL_NOT_FOUND',
	message: 'Troupe has no API key for it.',
	fix: `Add a credential of type ${n8nApiType}.`,
};
const notSeen: Why = {
	code: 'CREDENTIAL_INVALID',
	message: 'No stored API key can read the workflow or its data.',
	fix: 'Add an API key of the owner of that n8n, with the scope workflow:read.',
};

const unreached = (listed: readonly ListedExecution[], { code, message, fix }: Why) =>
	new TroupeError({ code, message: `n8n keeps longer than the tenant says ${nameExecutions(listed)}: ${message}`, fix, retryable: true });
