import { parseChannelTarget } from '../../conversations/switches/channel-target';
import { findChannelSwitch } from '../../conversations/switches/find-channel-switch';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Switches } from '../../ports/switches';

/** Returns whether the channel or origin of a conversation is off. The conversation is read only if some channel or origin is. */
export async function isSilent(
	{ switches, mailbox }: { switches: Pick<Switches, 'list'>; mailbox: Pick<Mailbox, 'find'> },
	tenant: string,
	conversation: string,
): Promise<boolean> {
	const off = (await switches.list(tenant)).filter(({ target }) => parseChannelTarget(target) !== undefined);
	const meant = off.length === 0 ? undefined : await mailbox.find(tenant, conversation);
	return meant !== undefined && findChannelSwitch(off, meant) !== undefined;
}
