import type { Mutes } from '../../ports/channels/mutes';
import type { Mailbox, Turn } from '../../ports/channels/mailbox';
import { byMute, findMute } from '../../conversations/mutes/find-mute';

/** Ends a turn of a conversation whose agent is muted; its messages wait. @returns whether it is */
export async function silenceByMute(
	{ mutes, mailbox }: { mutes: Mutes; mailbox: Pick<Mailbox, 'setMode'> },
	{ conversation }: Turn,
): Promise<boolean> {
	const mute = findMute(await mutes.list(conversation.tenant), conversation);
	if (mute === undefined) return false;
	const change = { mode: 'off' as const, until: null, by: byMute(mute), reason: `${mute} is muted` };
	await mailbox.setMode(conversation.tenant, conversation.id, change);
	return true;
}
