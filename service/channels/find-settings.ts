import { defaultTenant } from '../../core/base/tenant';
import type { SettingValues } from '../../core/ports/channels/channel-settings';
import type { Host } from '../../providers/compose/hosts/host';
import { channelNotFound } from '../operations/channels/channels';
import { isOfTrial } from './choose-settings';

/** Returns the values with which a channel would answer a contact now. @throws TroupeError CHANNEL_NOT_FOUND */
export async function findSettings(host: Host, channel: string, contact: string): Promise<SettingValues> {
	const { tenant = defaultTenant, stateFolder } = host;
	const { openChannels } = await import('../../providers/compose/channels/open-channels');
	const { channels, settings } = await openChannels({ ...host, stateFolder: stateFolder! });
	if ((await channels.find(tenant, channel)) === undefined) throw channelNotFound(channel, tenant);
	const { values, trial } = await settings.read(tenant, channel);
	return trial && isOfTrial(channel, trial, contact) ? trial.values : values;
}
