import { takeTurn } from '../../../../test/support/channels/take-turn';
import { defaultHandOverSettings, type HandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromContact, hasty, leaseMs } from './channel-steps.contract';

export const minuteMs = 60_000;
export const settings: HandOverSettings = { ...defaultHandOverSettings, desk: 'desk' };
/** What the channel says is read when somebody looks; the rules of an event say when. */
export const soon: MailboxRules = { ...hasty, agentWaitMs: 0, personWaitMs: 0 };

/** Does to a store what customers do who wait, and what tells of them. @param pass as in `describeWaits` */
export function waitSteps(open: () => ChannelStores, pass?: (ms: number) => unknown) {
	const { apply } = channelSteps(open);
	const limitMs = pass === undefined ? 0 : minuteMs;
	/** A wait is not too long yet, and then it is. */
	async function letWait(): Promise<void> {
		if (pass === undefined) return;
		expect(await tellAll()).toBe(0);
		pass(minuteMs);
	}
	const takeLate = (holder = 'w') => open().waits.late.take(holder, { max: 10, leaseMs });
	const listed = async () =>
		(await open().conversations.list('acme', { from: 0, isWaiting: true }, 10)).flatMap(({ wait }) =>
			wait!.isLate ? [wait!.waitsFor] : [],
		);
	const putChannel = (rules: Partial<MailboxRules>, name = acme.channel) =>
		open().channels.put(
			{
				tenant: 'acme',
				name,
				provider: 'z-api',
				settings: {},
				credential: 'c',
				agent: 'support',
				message: null,
				rules,
				state: 'active',
				allowedNetworks: [],
				pathSecretHash: null,
				createdAt: 1,
				changedAt: 1,
				changedBy: 'user:a',
			},
			true,
		);
	async function tellAll(): Promise<number> {
		const taken = await takeLate();
		for (const work of taken) await open().waits.tell(work, settings);
		return taken.length;
	}
	async function endTurn(kind: 'done' | 'dead') {
		const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
		await open().mailbox.end(turn, 'a', kind === 'done' ? { kind } : { kind, reason: 'MODEL_FAILED: no answer' });
		return turn.conversation.id;
	}
	async function write(text = 'hello'): Promise<string> {
		const applied = await apply(fromContact(text), soon);
		return 'conversation' in applied ? applied.conversation! : '';
	}
	return { apply, limitMs, letWait, takeLate, listed, putChannel, tellAll, endTurn, write };
}
