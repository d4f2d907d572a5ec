import { findMute } from '../../conversations/mutes/find-mute';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Mutes } from '../../ports/channels/mutes';

/** Returns whether the agent of a conversation is muted. Without a mute in force, the conversation is not read. */
export async function isMuted(
	{ mutes, mailbox }: { mutes: Mutes; mailbox: Pick<Mailbox, 'find'> },
	tenant: string,
	conversation: string,
): Promise<boolean> {
	const inForce = (await mutes.list(tenant)).filter((mute) => mute.isMuted);
	const meant = inForce.length === 0 ? undefined : await mailbox.find(tenant, conversation);
	return meant !== undefined && findMute(inForce, meant) !== undefined;
}
