/** Composes what stops the runs of a host. */
import { existsSync } from 'node:fs';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { defaultTenant } from '../../../core/base/tenant';
import type { Stop } from '../../../core/ports';
import type { StopWatch } from '../../../core/stops/stop-watch';
import { isPostgresAddress } from '../../../database/database-place';
import type { StopStore } from '../../state/flags/stop-store';
import { OpenedOnce } from '../open-once';
import type { StateHost, VaultHost } from '../host';
import { findStatePlace } from './state-place';

/** A host, as far as stops look at it. */
type StopHost = StateHost & Pick<VaultHost, 'tenant'>;

/** One of each for each place of a process; they live as long as the process does. */
const opened = new OpenedOnce<StopStore>();
const watches = new OpenedOnce<StopWatch>();

/** Undefined for a host without state. */
export async function openStops(host: StateHost): Promise<StopStore | undefined> {
	const place = findStatePlace(host);
	return place === undefined ? undefined : openAt(place);
}

/** Lists what is stopped. Reading creates no file. */
export async function listStops(host: StateHost): Promise<Stop[]> {
	const place = findStatePlace(host);
	return place !== undefined && (isPostgresAddress(place) || existsSync(place)) ? (await openAt(place)).list() : [];
}

const openAt = (place: string): Promise<StopStore> =>
	opened.get(place, async () => (await import('../../state/flags/stop-store')).openStopStore(place));

/** Composes the part of an agent that watches whether its runs are stopped; none for a host without state. */
export async function composeStops(host: StopHost, agent: string): Promise<Pick<AgentParts, 'watchStops'>> {
	const { tenant = defaultTenant } = host;
	const watch = await openWatch(host);
	return watch ? { watchStops: (run) => watch.watch({ tenant, agent, run }) } : {};
}

/** Composes what refuses work that is stopped, by the agent and the run that it belongs to. It throws RUN_STOPPED; STORAGE_… if the stops cannot be read. */
export async function composeRefusal(host: StopHost): Promise<(of?: { agent?: string; run?: string }) => Promise<void>> {
	const { tenant = defaultTenant } = host;
	const watch = await openWatch(host);
	return async (of) => watch?.check({ tenant, ...of });
}

/** Refuses work for a tenant whose agents are all stopped. @throws TroupeError RUN_STOPPED; STORAGE_… if the stops cannot be read */
export const refuseStopped = async (host: StopHost): Promise<void> => (await composeRefusal(host))();

/** One for each place. Undefined for a host without state. */
export async function openWatch(host: StateHost): Promise<StopWatch | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return watches.get(place, async () => {
		const { StopWatch } = await import('../../../core/stops/stop-watch');
		return new StopWatch(() => listStops(host));
	});
}
