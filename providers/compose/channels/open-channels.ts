/** Composes a host's channels for the service, jobs and the command line. */
import { createFlaggedOutbox } from '../../../core/channels/flags/flagged-outbox';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { CredentialHost } from '../credentials/credentials';
import { composeEvents } from '../events/events';
import { OpenedOnce } from '../open-once';
import { composeWakeUps } from '../state/host-wake-ups';
import { composeMark, nameMark } from '../state/host-mark';
import { findStatePlace } from '../state/state-place';
import { createChannelDirectory } from './channel-directory';
import { tellHandOvers } from './tell-hand-overs';

export type ChannelHost = CredentialHost & { clock?: Clock };

export type OpenChannels = ChannelParts & { close(): Promise<void> };

const opened = new OpenedOnce<OpenChannels>();

/** Opens the channels of a host: `state.db` in its state folder, or the database that all machines share. */
export function openChannels(host: ChannelHost): Promise<OpenChannels> {
	const place = findStatePlace(host)!;
	return opened.get(place + nameMark(host), async () => {
		const { openChannelStores } = await import('../../state/channels/open-channel-stores');
		const wakeUps = await composeWakeUps(host);
		const stores = openChannelStores(place, { clock: host.clock ?? systemClock, wakeUps });
		const handOvers = tellHandOvers(stores.handOvers, composeEvents(host));
		const { openFlagStore } = await import('../../state/flags/flag-store');
		const flags = openFlagStore(findStatePlace(host)!, host.clock, composeMark(host));
		const outbox = createFlaggedOutbox(stores.outbox, stores.mailbox, flags);
		const close = async () => void (await Promise.all([stores.close(), flags.close()]));
		return { ...stores, handOvers, outbox, flags, directory: createChannelDirectory(stores.channels, host), close };
	});
}
