import type { FollowUps } from '../../ports/channels/follow-ups';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Switches } from '../../ports/switches';
import type { TakenWork } from '../../ports/work';
import { isSilent } from './is-silent';

/** Follow-ups of which none goes out while a switch silences the agent: the last look is when it is stored. */
export function createSilentFollowUps(followUps: FollowUps, mailbox: Pick<Mailbox, 'find'>, switches: Pick<Switches, 'list'>): FollowUps {
	/** The work ends: a customer does not get it when the agent is on again. */
	const unlessSilent = async (work: TakenWork, act: () => Promise<boolean>): Promise<boolean> => {
		if (!(await isSilent({ switches, mailbox }, work.tenant, work.key))) return act();
		await followUps.due.finish(work);
		return false;
	};
	return {
		...followUps,
		send: (work, content) => unlessSilent(work, () => followUps.send(work, content)),
		beginTurn: (work) => unlessSilent(work, () => followUps.beginTurn(work)),
		async answer(turn, sends) {
			const { tenant, id } = turn.conversation;
			return typeof sends !== 'string' && (await isSilent({ switches, mailbox }, tenant, id)) ? false : followUps.answer(turn, sends);
		},
	};
}
