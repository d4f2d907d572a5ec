import { join } from 'node:path';
import { openKeySeal } from '../../../providers/compose/channels/open-key-seal';
import { type ChannelStores, openChannelStores } from '../../../providers/state/channels/open-channel-stores';

/** Opens the channels of a home that a service uses, with the key of its vault. */
export const openStoresOfHome = (home: string): ChannelStores =>
	openChannelStores(join(home, 'state.db'), { openKeySeal: () => openKeySeal({ stateFolder: home, database: '' }) });
