/** Composes what stops the runs of a host. */
import { existsSync } from 'node:fs';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { defaultTenant } from '../../../core/base/tenant';
import type { StopWatch } from '../../../core/stops/stop-watch';
import { isPostgresAddress } from '../../../database/database-place';
import type { StopStore } from '../../state/flags/stop-store';
import { OpenedOnce } from '../open-once';
import type { StateHost, VaultHost } from '../host';
import { findStatePlace } from './state-place';

/** One of each for each place of a process; they live as long as the process does. */
const opened = new OpenedOnce<StopStore>();
const watches = new OpenedOnce<StopWatch>();

/** Undefined for a host without state. */
export async function openStops(host: StateHost): Promise<StopStore | undefined> {
	const place = findStatePlace(host);
	return place === undefined ? undefined : openAt(place);
}

const openAt = (place: string): Promise<StopStore> =>
	opened.get(place, async () => (await import('../../state/flags/stop-store')).openStopStore(place));

/** Composes the part of an agent that watches whether its runs are stopped; none for a host without state. */
export async function composeStops(host: StateHost & Pick<VaultHost, 'tenant'>, agent: string): Promise<Pick<AgentParts, 'watchStops'>> {
	const { tenant = defaultTenant } = host;
	const watch = await openWatch(host);
	return watch ? { watchStops: (run) => watch.watch({ tenant, agent, run }) } : {};
}

/** Refuses work that is stopped. @param of the agent and the run that it belongs to @throws TroupeError RUN_STOPPED; STORAGE_… if the stops cannot be read */
export async function refuseStopped(host: StateHost & Pick<VaultHost, 'tenant'>, of: { agent?: string; run?: string } = {}): Promise<void> {
	const { tenant = defaultTenant } = host;
	await (await openWatch(host))?.check({ tenant, ...of });
}

async function openWatch(host: StateHost): Promise<StopWatch | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return watches.get(place, async () => {
		const { StopWatch } = await import('../../../core/stops/stop-watch');
		// Reading creates no file.
		return new StopWatch(async () => (isPostgresAddress(place) || existsSync(place) ? (await openAt(place)).list() : []));
	});
}
