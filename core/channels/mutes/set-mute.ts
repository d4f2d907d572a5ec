import type { ConversationSwitch, Mutes } from '../../ports/channels/mutes';
import { byMute, findMute, isInScope } from '../../conversations/mutes/find-mute';
import { parseMuteName } from '../../conversations/mutes/mute-name';

export interface MuteParts {
	mutes: Mutes;
	switches: ConversationSwitch;
}

export interface MuteChange {
	name: string;
	isMuted: boolean;
	reason: string | null;
	/** For the log: `user:ana`. */
	by: string;
	/** Whether the agent answers what arrived while it was silent. */
	answersWaiting?: boolean;
}

/** `withdrawn`: messages that were not sent. `dropped`: messages that nobody answered, and that the agent leaves so. */
export type MuteEffect =
	| { isMuted: true; conversations: number; withdrawn: number }
	| { isMuted: false; conversations: number; dropped: number };

/** Silences the agents of a channel or an origin, or lets them answer again, for all machines. @throws TroupeError INPUT_INVALID for a wrong name */
export async function setMute({ mutes, switches }: MuteParts, tenant: string, change: MuteChange): Promise<MuteEffect> {
	const { name, isMuted, reason, by, answersWaiting = false } = change;
	const scope = parseMuteName(name);
	// First the mute: what arrives from here on meets it.
	const changedAt = await mutes.set(tenant, { name, isMuted, reason, changedBy: by });
	if (isMuted) return { isMuted, ...(await switches.silence(tenant, (conversation) => isInScope(scope, conversation), name)) };
	const others = await mutes.list(tenant);
	const restored = await switches.restore(
		tenant,
		name,
		(conversation) => {
			const other = findMute(others, conversation);
			return other === undefined ? { mode: 'agent', by } : { mode: 'off', by: byMute(other) };
		},
		answersWaiting ? undefined : changedAt,
	);
	return { isMuted, ...restored };
}
