import { defaultTenant } from '../../core/base/tenant';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { SettingValues } from '../../core/ports/channels/channel-settings';
import type { Host } from '../../providers/compose/hosts/host';
import { channelNotFound } from '../operations/channels/channels';
import { isOfTrial } from './choose-settings';

/** The customer of a run; a channel may not know them. */
interface Asked {
	conversation: string;
	person?: string;
}

/** Returns a channel's present values for a contact. @throws TroupeError CHANNEL_NOT_FOUND */
export async function findSettings(host: Host, channel: string, asked: Asked): Promise<SettingValues> {
	const { tenant = defaultTenant, stateFolder } = host;
	const { openChannels } = await import('../../providers/compose/channels/open-channels');
	const parts = await openChannels({ ...host, stateFolder: stateFolder! });
	if ((await parts.channels.find(tenant, channel)) === undefined) throw channelNotFound(channel, tenant);
	const { values, trial } = await parts.settings.read(tenant, channel);
	if (trial === null) return values;
	const { contact, conversation } = await findAsked(parts, { tenant, channel }, asked);
	const used = conversation === undefined ? [] : ((await parts.settings.listUsed(tenant, [conversation])).get(conversation) ?? []);
	const wasTried = used.some(({ version, isTrial }) => isTrial && version === trial.version);
	return wasTried || isOfTrial(channel, trial, contact) ? trial.values : values;
}

async function findAsked(
	{ mailbox, contacts }: Pick<ChannelParts, 'mailbox' | 'contacts'>,
	{ tenant, channel }: { tenant: string; channel: string },
	{ person, conversation: named }: Asked,
): Promise<{ contact: string; conversation?: string }> {
	const found = await mailbox.find(tenant, named);
	if (found?.channel === channel && person === undefined) return { contact: found.contact, conversation: found.id };
	const contact = (person !== undefined && (await contacts.find(tenant, person))?.id) || (person ?? named);
	const [conversation] = await mailbox.list(tenant, { channel, contact }, 1);
	return { contact, ...(conversation && { conversation: conversation.id }) };
}
