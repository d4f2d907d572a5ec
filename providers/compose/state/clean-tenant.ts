import type { RemovedFromChannels } from '../../../core/ports/channels/channel-retention';
import type { Forgotten } from '../../../core/ports/memory';
import { cleanVault } from '../guardrails/vault-parts';
import type { MemoryStoreHost, StateHost } from '../hosts/state-host';
import { openMemory } from '../memory/memory';
import { cleanChannels } from '../channels/clean-channels';
import { cleanOperations } from './host-operations';
import { openRuns } from './host-runs';
import { hasRetention } from './has-retention';
import { listTenants } from './host-tenants';

/** Removes what the host's tenant did not use for longer than it is kept. Each store also does so little by little while it is used. */
export async function cleanTenant(
	host: MemoryStoreHost & { stateFolder: string },
	signal?: AbortSignal,
): Promise<Forgotten & RemovedFromChannels & { tokens: number; runs: number; operations: number }> {
	return {
		...(await (await openMemory(host)).clean()),
		tokens: await cleanVault(host, host.stateFolder),
		runs: await (await openRuns(host, host.stateFolder)).cleanOwn(),
		operations: await cleanOperations(host),
		...(await cleanChannels(host, signal)),
	};
}

/** Names the tenants that have a retention of their own. */
export async function listWithRetention(host: StateHost): Promise<string[]> {
	return (await listTenants(host)).filter(({ rules }) => hasRetention(rules)).map(({ name }) => name);
}
