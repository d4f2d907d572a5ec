import type { RemovedFromChannels } from '../../../core/ports/channels/channel-retention';
import { defaultTenant } from '../../../core/base/tenant';
import { readKeptMs } from '../state/host-tenants';
import { findExistingState } from '../state/state-place';
import { type ChannelHost, openChannels } from './open-channels';

export async function cleanChannels(host: ChannelHost, signal?: AbortSignal): Promise<RemovedFromChannels> {
	const kept = { conversationMs: await readKeptMs(host, 'conversation'), requestMs: await readKeptMs(host, 'request') };
	const isWithout = Object.values(kept).every((ms) => ms === undefined);
	if (isWithout || findExistingState(host) === undefined) return { contacts: 0, messages: 0, requests: 0 };
	return (await openChannels(host)).retention.removeOlder(host.tenant ?? defaultTenant, kept, signal);
}

/** Removes requests of all tenants that are no longer needed. @returns how many */
export async function cleanRequests(host: ChannelHost, signal?: AbortSignal): Promise<number> {
	return findExistingState(host) === undefined ? 0 : (await openChannels(host)).retention.removeOldRequests(signal);
}
