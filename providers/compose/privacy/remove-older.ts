import type { KeptClass } from '../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { openChannels } from '../channels/open-channels';
import { getVaultParts } from '../guardrails/vault-parts';
import type { MemoryStoreHost } from '../hosts/state-host';
import { openMemory } from '../memory/memory';
import { cleanConversationStates } from '../state/host-conversation-states';
import { openOperations } from '../state/host-operations';
import { openRuns } from '../state/host-runs';
import { findExistingState } from '../state/state-place';
import type { Ages } from './count-due';

/**
 * Removes what is older of a class of the host's tenant, whatever its rules are; what is held, and what still waits, stays.
 * @throws TroupeError STORAGE_…, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE
 */
export async function removeOlderThan(
	kept: KeptClass,
	{ keptMs, endedMs }: Ages,
	host: MemoryStoreHost & { stateFolder: string },
	signal?: AbortSignal,
): Promise<void> {
	const { tenant = defaultTenant, clock = systemClock, stateFolder } = host;
	const [before, endedBefore] = [clock.now() - keptMs, clock.now() - endedMs];
	if (kept !== 'memory' && findExistingState(host) === undefined) return;
	switch (kept) {
		case 'memory':
			return void (await (await openMemory(host)).clean(before));
		case 'conversation':
		case 'request':
			return void (await (await openChannels(host)).retention.removeOlder(tenant, { [`${kept}Ms`]: keptMs }, signal));
		case 'run':
			return void (await (await openRuns(host, stateFolder)).cleanOwn(before));
		case 'operation':
			return void (await (await openOperations(host)).store.removeOlder(tenant, keptMs));
		case 'token':
			return void (await (await getVaultParts(host, stateFolder)).store.clean(endedBefore, tenant));
		case 'count':
			return cleanConversationStates(host, endedBefore);
		default:
			throw new Error(`No cleaning removes ${kept}.`);
	}
}
