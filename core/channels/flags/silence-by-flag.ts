import type { ChannelFlags } from '../../ports/channels/flags';
import type { Mailbox, Turn } from '../../ports/channels/mailbox';
import { byFlag, findOffFlag } from '../../conversations/flags/find-off-flag';

/** Ends a turn of a conversation whose agent is switched off; its messages wait. @returns whether it is */
export async function silenceByFlag(
	{ flags, mailbox }: { flags: ChannelFlags; mailbox: Pick<Mailbox, 'setMode'> },
	{ conversation }: Turn,
): Promise<boolean> {
	const flag = findOffFlag(await flags.list(conversation.tenant), conversation);
	if (flag === undefined) return false;
	const change = { mode: 'off' as const, until: null, by: byFlag(flag), reason: `the flag ${flag} is off` };
	await mailbox.setMode(conversation.tenant, conversation.id, change);
	return true;
}
