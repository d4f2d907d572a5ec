import { findFacts } from '../find-facts';
import type { Mute, SwitchedConversation } from '../../ports/channels/mutes';
import { type MuteScope, parseMuteName } from './mute-name';

/** Returns whether a mute is about a conversation. One whose origin is unknown has none. */
export function isInScope({ channel, origin }: MuteScope, conversation: SwitchedConversation): boolean {
	const facts = findFacts(conversation);
	return (channel === undefined || channel === facts.channel) && (origin === undefined || origin === facts.origin);
}

/** Returns the name of a mute that switches the agent of a conversation off. */
export function findMute(mutes: readonly Mute[], conversation: SwitchedConversation): string | undefined {
	return mutes.find(({ name, isMuted }) => isMuted && isInScope(parseMuteName(name), conversation))?.name;
}

/** Names the mute as the one who set a conversation's mode. */
export const byMute = (mute: string): string => `mute:${mute}`;
