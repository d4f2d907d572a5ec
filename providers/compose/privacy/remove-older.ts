import type { TroupeError } from '../../../core/base/errors';
import type { KeptClass } from '../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { openChannels } from '../channels/open-channels';
import type { MemoryStoreHost } from '../hosts/state-host';
import type { HttpHost } from '../http/http-access';
import { removeOlderExecutions } from '../workflows/expire-executions';
import { openMemory } from '../memory/memory';
import { openOperations } from '../state/host-operations';
import { openRuns } from '../state/host-runs';
import { findExistingState } from '../state/state-place';

/**
 * Removes older rows of a class, whatever its rules; held and waiting rows stay. @param keptMs milliseconds since the rows were last used @returns
 * why another system keeps some, if it does @throws TroupeError STORAGE_…, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE
 */
export async function removeOlderThan(
	kept: KeptClass,
	keptMs: number,
	host: MemoryStoreHost & HttpHost & { stateFolder: string },
	signal?: AbortSignal,
): Promise<TroupeError | undefined> {
	const { tenant = defaultTenant, clock = systemClock, stateFolder } = host;
	const before = clock.now() - keptMs;
	if (kept !== 'memory' && findExistingState(host) === undefined) return undefined;
	switch (kept) {
		case 'memory':
			await (await openMemory(host)).clean(before);
			return undefined;
		case 'conversation':
		case 'request':
			await (await openChannels(host)).retention.removeOlder(tenant, { [`${kept}Ms`]: keptMs }, signal);
			return undefined;
		case 'run':
			await (await openRuns(host, stateFolder)).cleanOwn(before);
			return undefined;
		case 'execution':
			return (await removeOlderExecutions(keptMs, host, signal ?? new AbortController().signal)).left;
		case 'operation':
			await (await openOperations(host)).store.removeOlder(tenant, keptMs);
			return undefined;
		default:
			throw new Error(`No cleaning removes ${kept}.`);
	}
}
