import { TroupeError } from '../../../core/base/errors';
import { dayMs, findKeptDays } from '../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { readTenantRules } from '../state/host-tenants';
import { findExistingState } from '../state/state-place';
import { openHostExecutions } from './execution-index';
import { nameExecutions, type ExecutionHost, listKeys, removeAll } from './forget-executions';
import { n8nApiType } from './n8n-api';

/** Max in one cleaning; the next one goes on. */
const maxAtOnce = 5_000;

/** What a cleaning did with executions of n8n that are about persons. */
export interface ExpiredExecutions {
	removed: number;
	/** Why some stay; undefined where all went that have ended. */
	left?: TroupeError;
}

/** Removes executions that the tenant keeps no longer. One that runs or waits stays until it has ended. @throws TroupeError STORAGE_… */
export async function expireExecutions(host: ExecutionHost, signal = new AbortController().signal): Promise<ExpiredExecutions> {
	const days = findKeptDays('execution', await readTenantRules(host));
	return days === undefined ? { removed: 0 } : removeOlderExecutions(days * dayMs, host, signal);
}

/** @param keptMs how long ago a node of Troupe worked in them last, in milliseconds @throws TroupeError STORAGE_… */
export async function removeOlderExecutions(keptMs: number, host: ExecutionHost, signal: AbortSignal): Promise<ExpiredExecutions> {
	if (findExistingState(host) === undefined) return { removed: 0 };
	const before = (host.clock ?? systemClock).now() - keptMs;
	const listed = await (await openHostExecutions(host)).listOlder(host.tenant ?? defaultTenant, before, maxAtOnce);
	if (listed.length === 0) return { removed: 0 };
	const keys = await listKeys(host);
	if (keys.length === 0)
		return { removed: 0, left: unreached(listed, `Troupe has no API key for it`, `Add a credential of type ${n8nApiType}.`) };
	let removed = 0;
	const { unseen, fault } = await removeAll(listed, keys, host, signal, () => void (removed += 1), true);
	if (unseen.length === 0) return { removed };
	return fault instanceof TroupeError
		? { removed, left: unreached(unseen, fault.message, fault.fix) }
		: {
				removed,
				left: unreached(
					unseen,
					'No stored API key can read the workflow or its data',
					`Add an API key of the owner of that n8n, with the scope workflow:read.`,
				),
			};
}

const unreached = (listed: Parameters<typeof nameExecutions>[0], why: string, fix: string | undefined) =>
	new TroupeError({
		...{
			code: 'HTTP_UNREACHABLE',
			message: `n8n keeps longer than the tenant says ${nameExecutions(listed)}: ${why}.`.replaceAll('..', '.'),
		},
		...{ fix, retryable: true },
	});
