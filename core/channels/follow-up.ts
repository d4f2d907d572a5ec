import type { ChannelDirectory, OpenChannel } from '../ports/channels/channel-records';
import type { DueFollowUp, FollowUps } from '../ports/channels/follow-ups';
import type { MessageContent } from '../ports/channels/message-content';
import type { Clock } from '../ports/host';
import type { WorkKind } from '../work/attempt-work';
import type { OnGivenUp } from './failed-work';
import { findReplyWindow } from './reply-window';

/** Returns whether the customer's last recorded deal is won or lost. @throws TroupeError if the CRM does not answer */
export type HasClosedDeal = (due: Pick<DueFollowUp, 'tenant' | 'contact' | 'conversation'>, signal: AbortSignal) => Promise<boolean>;

interface FollowUpParts {
	followUps: FollowUps;
	directory: ChannelDirectory;
	clock: Clock;
	hasClosedDeal?: HasClosedDeal;
	onGivenUp?: OnGivenUp;
}

/** Writes to silent customers, or triggers the channel's answerer, as often as the channel configures. */
export const followUp = ({ onGivenUp, ...parts }: FollowUpParts): Omit<WorkKind<DueFollowUp>, 'onFault'> => ({
	queue: parts.followUps.due,
	retry: { firstMs: 60_000, maxMs: 900_000, maxAttempts: 5 },
	async perform(due, work, signal) {
		const { followUps, directory, clock, hasClosedDeal } = parts;
		const open = await directory.find(due.tenant, due.channel);
		const chosen = open ? choose(open, due, clock.now()) : undefined;
		if (chosen === undefined) return void (await followUps.due.finish(work));
		if (await hasClosedDeal?.(due, signal)) return followUps.endAll(work, 'deal-closed');
		await (chosen === 'turn' ? followUps.beginTurn(work) : followUps.send(work, chosen));
	},
	onGivenUp: ({ tenant, lane: channel, key: id }, reason) => onGivenUp?.({ what: 'follow-up', tenant, channel, id, reason }),
});

/** Outside of the provider's window, only the channel's template can be sent. */
function choose(
	{ channel: { abilities }, rules }: OpenChannel,
	{ text, lastContactAt }: DueFollowUp,
	now: number,
): MessageContent | 'turn' | undefined {
	const window = findReplyWindow(abilities, rules, lastContactAt, now);
	if (window.kind === 'open') return text === undefined ? 'turn' : { kind: 'text', text };
	return window.kind === 'template' ? window.template : undefined;
}
