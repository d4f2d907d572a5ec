import type { Mailbox, Turn } from '../../ports/channels/mailbox';
import type { Switches } from '../../ports/switches';
import { bySwitch, findChannelSwitch } from '../../conversations/switches/find-channel-switch';

/** Ends a turn of a conversation whose channel or origin is off; its messages wait. @returns whether it is */
export async function silenceBySwitch(
	{ switches, mailbox }: { switches: Pick<Switches, 'list'>; mailbox: Pick<Mailbox, 'setMode'> },
	{ conversation }: Turn,
): Promise<boolean> {
	const target = findChannelSwitch(await switches.list(conversation.tenant), conversation);
	if (target === undefined) return false;
	const change = { mode: 'off' as const, until: null, by: bySwitch(target), reason: `${target} is off` };
	await mailbox.setMode(conversation.tenant, conversation.id, change);
	return true;
}
