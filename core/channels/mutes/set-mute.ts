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
	/** Whether the agent answers what arrived while it was silent; otherwise people do. */
	answersWaiting?: boolean;
}

/** `withdrawn`: messages that were not sent. `dropped`: messages that arrived meanwhile, and that the agent leaves to people. */
export type MuteEffect =
	| { isMuted: true; conversations: number; withdrawn: number }
	| { isMuted: false; wasMuted: boolean; conversations: number; dropped: number };

/** Silences the agents of a channel or an origin, or lets them answer again, for all machines. @throws TroupeError INPUT_INVALID for a wrong name */
export async function setMute({ mutes, switches }: MuteParts, tenant: string, change: MuteChange): Promise<MuteEffect> {
	const { name, isMuted, reason, by, answersWaiting = false } = change;
	const scope = parseMuteName(name);
	const since = isMuted ? undefined : await findSince(mutes, tenant, name);
	const wasMuted = since !== undefined;
	// First the mute: what arrives from here on meets it. Where there is none to remove, only what an earlier removal did not reach is restored.
	const changedAt = isMuted || wasMuted ? await mutes.set(tenant, { name, isMuted, reason, changedBy: by }) : 0;
	if (isMuted) return { isMuted, ...(await switches.silence(tenant, (conversation) => isInScope(scope, conversation), name)) };
	const others = await mutes.list(tenant);
	const restored = await switches.restore(
		tenant,
		name,
		(conversation) => {
			const other = findMute(others, conversation);
			return other === undefined ? { mode: 'agent', by } : { mode: 'off', by: byMute(other) };
		},
		answersWaiting ? undefined : { from: since ?? changedAt, until: changedAt },
	);
	return { isMuted, wasMuted, ...restored };
}

/** So many changes are looked at, of all mutes. */
const maxChanges = 1_000;

/** Returns since when it has been muted without a break, whatever was noted of it in the meantime; undefined: it is not. */
async function findSince(mutes: Mutes, tenant: string, name: string): Promise<number | undefined> {
	const current = (await mutes.list(tenant)).find((mute) => mute.name === name);
	if (!current?.isMuted) return undefined;
	const changes = (await mutes.log(tenant, maxChanges)).filter((change) => change.name === name);
	const ended = changes.findIndex(({ isMuted }) => !isMuted);
	return (ended === -1 ? changes : changes.slice(0, ended)).at(-1)?.changedAt ?? current.changedAt;
}
