import type { ChannelParts } from '../../core/channels/channel-parts';
import type { Conversation } from '../../core/ports/channels/mailbox';
import type { SettingsTrial, SettingValues } from '../../core/ports/channels/channel-settings';
import { isInShare } from '../../manifests/registry/rollouts/bucket';

interface OfTurn {
	turn: string;
	conversation: Pick<Conversation, 'tenant' | 'id' | 'channel' | 'contact'>;
}

/** Decides if a contact belongs to a trial's share: the same on every machine and for merged contacts, as long as the trial runs. */
export const isOfTrial = (channel: string, { version, share }: SettingsTrial, contact: string): boolean =>
	isInShare(share, `settings ${channel} ${version}`, contact);

/** Undefined without set values. */
export async function chooseSettings(
	{ settings }: Pick<ChannelParts, 'settings'>,
	{ turn, conversation: { tenant, id, channel, contact } }: OfTurn,
): Promise<SettingValues | undefined> {
	const chosen = await settings.choose(tenant, { id: turn, conversation: id, channel }, (trial) => isOfTrial(channel, trial, contact));
	return chosen?.values;
}
