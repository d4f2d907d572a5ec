import { findFacts } from '../find-facts';
import type { ChannelFlag, SwitchedConversation } from '../../ports/channels/flags';
import { type FlagScope, parseFlagName } from './flag-name';

/** Returns whether a flag is about a conversation. One whose origin is unknown has none. */
export function isInScope({ channel, origin }: FlagScope, conversation: SwitchedConversation): boolean {
	const facts = findFacts(conversation);
	return (channel === undefined || channel === facts.channel) && (origin === undefined || origin === facts.origin);
}

/** Returns the name of a flag that switches the agent of a conversation off. */
export function findOffFlag(flags: readonly ChannelFlag[], conversation: SwitchedConversation): string | undefined {
	return flags.find(({ name, isOn }) => !isOn && isInScope(parseFlagName(name), conversation))?.name;
}

/** Names the flag as the one who set a conversation's mode. */
export const byFlag = (flag: string): string => `flag:${flag}`;
