import type { RemovedFromChannels } from '../../../core/ports/channels/channel-retention';
import type { TroupeError } from '../../../core/base/errors';
import type { Forgotten } from '../../../core/ports/memory';
import { cleanVault } from '../guardrails/vault-parts';
import type { MemoryStoreHost, StateHost } from '../hosts/state-host';
import type { HttpHost } from '../http/http-access';
import { openMemory } from '../memory/memory';
import { cleanChannels } from '../channels/clean-channels';
import { cleanOperations } from './host-operations';
import { openRuns } from './host-runs';
import { expireExecutions } from '../workflows/expire-executions';
import { hasRetention } from './has-retention';
import { listTenants } from './host-tenants';

type Removed = Forgotten & RemovedFromChannels & Record<'tokens' | 'runs' | 'operations' | 'executions', number>;

/** Removes expired data of the tenant; each store also does so gradually. @param onLeft gets why n8n keeps older executions */
export async function cleanTenant(
	host: MemoryStoreHost & HttpHost & { stateFolder: string },
	signal?: AbortSignal,
	onLeft?: (fault: TroupeError) => void,
): Promise<Removed> {
	const removed = {
		...(await (await openMemory(host)).clean()),
		tokens: await cleanVault(host, host.stateFolder),
		runs: await (await openRuns(host, host.stateFolder)).cleanOwn(),
		operations: await cleanOperations(host),
		...(await cleanChannels(host, signal)),
	};
	const executions = await expireExecutions(host, signal);
	if (executions.left) onLeft?.(executions.left);
	return { ...removed, executions: executions.removed };
}

export async function listWithRetention(host: StateHost): Promise<string[]> {
	return (await listTenants(host)).filter(({ rules }) => hasRetention(rules)).map(({ name }) => name);
}
