import { existsSync } from 'node:fs';
import type { RemovedFromChannels } from '../../../core/ports/channels/channel-retention';
import { defaultTenant } from '../../../core/base/tenant';
import { isPostgresAddress } from '../../database/database-place';
import { readRetentionMs } from '../state/host-tenants';
import { findStatePlace } from '../state/state-place';
import { type ChannelHost, openChannels } from './open-channels';

/** Removes what the channels of the host's tenant keep for longer than its `retentionDays`. */
export async function cleanChannels(host: ChannelHost, signal?: AbortSignal): Promise<RemovedFromChannels> {
	const keptMs = await readRetentionMs(host);
	if (keptMs === undefined || !hasState(host)) return { contacts: 0, messages: 0, requests: 0 };
	return (await openChannels(host)).retention.removeOlder(host.tenant ?? defaultTenant, keptMs, signal);
}

/** Removes the requests of all tenants that nobody needs any more. @returns how many */
export async function cleanRequests(host: ChannelHost, signal?: AbortSignal): Promise<number> {
	return hasState(host) ? (await openChannels(host)).retention.removeOldRequests(signal) : 0;
}

function hasState(host: ChannelHost): boolean {
	const place = findStatePlace(host)!;
	return isPostgresAddress(place) || existsSync(place);
}
