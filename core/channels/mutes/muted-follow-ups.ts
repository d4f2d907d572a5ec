import type { FollowUps } from '../../ports/channels/follow-ups';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Mutes } from '../../ports/channels/mutes';
import type { TakenWork } from '../../ports/work';
import { isMuted } from './is-muted';

/** Follow-ups of which none goes out while the agent is muted: the last look is when it is stored, whatever was asked before it. */
export function createMutedFollowUps(followUps: FollowUps, mailbox: Pick<Mailbox, 'find'>, mutes: Mutes): FollowUps {
	/** The work ends: a customer does not get it when the mute does. */
	const unlessMuted = async (work: TakenWork, act: () => Promise<boolean>): Promise<boolean> => {
		if (!(await isMuted({ mutes, mailbox }, work.tenant, work.key))) return act();
		await followUps.due.finish(work);
		return false;
	};
	return {
		...followUps,
		send: (work, content) => unlessMuted(work, () => followUps.send(work, content)),
		beginTurn: (work) => unlessMuted(work, () => followUps.beginTurn(work)),
		async answer(turn, sends) {
			const { tenant, id } = turn.conversation;
			return typeof sends !== 'string' && (await isMuted({ mutes, mailbox }, tenant, id)) ? false : followUps.answer(turn, sends);
		},
	};
}
