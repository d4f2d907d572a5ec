import type { ChannelFlags, ConversationSwitch } from '../../ports/channels/flags';
import { byFlag, findOffFlag, isInScope } from '../../conversations/flags/find-off-flag';
import { parseFlagName } from '../../conversations/flags/flag-name';

export interface FlagParts {
	flags: ChannelFlags;
	switches: ConversationSwitch;
}

export interface FlagChange {
	name: string;
	isOn: boolean;
	reason: string | null;
	/** For the audit: `user:ana`. */
	by: string;
	/** Whether the agent answers what arrived while it was off. */
	answersWaiting?: boolean;
}

/** `withdrawn`: messages that were not sent. `dropped`: messages that nobody answered, and that the agent leaves so. */
export type FlagEffect = { isOn: false; conversations: number; withdrawn: number } | { isOn: true; conversations: number; dropped: number };

/** Switches the agents of a channel or an origin off or on, for all machines. @throws TroupeError INPUT_INVALID for a wrong name */
export async function setFlag({ flags, switches }: FlagParts, tenant: string, change: FlagChange): Promise<FlagEffect> {
	const { name, isOn, reason, by, answersWaiting = false } = change;
	const scope = parseFlagName(name);
	// First the flag: what arrives from here on meets it.
	const changedAt = await flags.set(tenant, { name, isOn, reason, changedBy: by });
	if (!isOn) return { isOn, ...(await switches.silence(tenant, (conversation) => isInScope(scope, conversation), name)) };
	const others = await flags.list(tenant);
	const restored = await switches.restore(
		tenant,
		name,
		(conversation) => {
			const other = findOffFlag(others, conversation);
			return other === undefined ? { mode: 'agent', by } : { mode: 'off', by: byFlag(other) };
		},
		answersWaiting ? undefined : changedAt,
	);
	return { isOn, ...restored };
}
