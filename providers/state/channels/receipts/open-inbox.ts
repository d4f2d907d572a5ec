import { systemClock } from '../../../../core/ports/host';
import { isPostgresAddress } from '../../../database/database-place';
import { inMemory } from '../../../database/sqlite/open-sqlite';
import type { ChannelDatabase, ChannelStoreOptions } from '../channel-database';
import { createDirectInbox } from './direct-inbox';
import { createFileInbox, inboxPlace } from './file-inbox';
import type { Inbox } from './inbox';

export function openInbox(place: string, channels: ChannelDatabase, { clock = systemClock, ...options }: ChannelStoreOptions): Inbox {
	if (place === inMemory || isPostgresAddress(place)) return createDirectInbox(channels, options);
	return createFileInbox(inboxPlace(place), channels, clock, options);
}
