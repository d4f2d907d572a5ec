import { findFacts } from '../find-facts';
import type { SwitchedConversation } from '../../ports/channels/agent-silencer';
import type { Switch } from '../../ports/switches';
import { type ChannelScope, parseChannelTarget } from './channel-target';

/** Returns whether a switch is about a conversation. One whose origin is unknown has none. */
export function isInScope({ channel, origin }: ChannelScope, conversation: SwitchedConversation): boolean {
	const facts = findFacts(conversation);
	return (channel === undefined || channel === facts.channel) && (origin === undefined || origin === facts.origin);
}

/** Returns the target that silences the agent of a conversation. */
export const findChannelSwitch = (off: readonly Switch[], conversation: SwitchedConversation): string | undefined =>
	off.find(({ target }) => {
		const scope = parseChannelTarget(target);
		return scope !== undefined && isInScope(scope, conversation);
	})?.target;

/** Names the switch as the one who set a conversation's mode. */
export const bySwitch = (target: string): string => `switch:${target}`;
