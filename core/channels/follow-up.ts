import { findMute } from '../conversations/mutes/find-mute';
import type { ChannelDirectory, OpenChannel } from '../ports/channels/channel-records';
import type { DueFollowUp, FollowUps } from '../ports/channels/follow-ups';
import type { MessageContent } from '../ports/channels/message-content';
import type { Mutes } from '../ports/channels/mutes';
import type { Clock } from '../ports/host';
import type { WorkKind } from '../work/attempt-work';

interface FollowUpParts {
	followUps: FollowUps;
	directory: ChannelDirectory;
	mutes: Pick<Mutes, 'list'>;
	clock: Clock;
}

/** Writes to customers who are silent, as often as their channel says. */
export const followUp = ({ followUps, directory, mutes, clock }: FollowUpParts): Omit<WorkKind<DueFollowUp>, 'onFault'> => ({
	...{ queue: followUps.due, retry: { firstMs: 60_000, maxMs: 3_600_000, maxAttempts: 5 } },
	async perform(due, work) {
		const open = await directory.find(due.tenant, due.channel);
		const isMuted = findMute(await mutes.list(due.tenant), due) !== undefined;
		const content = open && !isMuted ? choose(open, due, clock.now()) : undefined;
		await (content === undefined ? followUps.due.finish(work) : followUps.send(work, content));
	},
});

/** Outside of the provider's window, only the channel's template can be sent. */
function choose({ channel: { abilities }, rules: { template } }: OpenChannel, due: DueFollowUp, now: number): MessageContent | undefined {
	const { serviceWindowMs, sends } = abilities;
	if (serviceWindowMs === undefined || now - due.lastContactAt < serviceWindowMs) return { kind: 'text', text: due.text };
	if (template === undefined || !sends.has('template')) return undefined;
	const [name, language] = template.split('/') as [string, string];
	return { kind: 'template', name, language, parameters: [] };
}
