import type { ChannelParts } from '../../core/channels/channel-parts';
import type { Conversation } from '../../core/ports/channels/mailbox';
import type { SettingsTrial, SettingValues } from '../../core/ports/channels/channel-settings';
import { isInShare } from '../../manifests/registry/rollouts/bucket';

interface OfTurn {
	turn: string;
	conversation: Pick<Conversation, 'tenant' | 'id' | 'channel' | 'contact'>;
}

/** Whether a contact is of the share of a trial: the same on every machine, and of a contact that others became part of, as long as the trial runs. */
export const isOfTrial = (channel: string, { version, share }: SettingsTrial, contact: string): boolean =>
	isInShare(share, `settings ${channel} ${version}`, contact);

/** Returns what people set for the agent of a turn; undefined where nobody did. */
export async function chooseSettings(
	{ settings }: Pick<ChannelParts, 'settings'>,
	{ turn, conversation: { tenant, id, channel, contact } }: OfTurn,
): Promise<SettingValues | undefined> {
	const chosen = await settings.choose(tenant, { id: turn, conversation: id, channel }, (trial) => isOfTrial(channel, trial, contact));
	return chosen?.values;
}
