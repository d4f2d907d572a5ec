import type { ChannelRecord, Turn } from '../ports';
import type { WorkFilter } from '../ports/work';
import type { WorkRunnerOptions } from '../work/work-runner';
import { turnLeaseMs } from './answer-turn';
import type { ChannelParts, ChannelWorkerOptions } from './channel-parts';
import { silenceByFlag } from './flags/silence-by-flag';

/** Answers turns of the channels whose agents this process runs. A turn ends, or is tried again, by what the mailbox is told. */
export const answerTurns = (
	parts: Pick<ChannelParts, 'channels' | 'mailbox' | 'flags'>,
	{ answer, canAnswer }: Pick<ChannelWorkerOptions, 'answer' | 'canAnswer'>,
): Omit<WorkRunnerOptions<Turn>, 'onFault'> => ({
	...{ queue: parts.mailbox.turns, leaseMs: turnLeaseMs, retry: { firstMs: 2_000, maxMs: 300_000 } },
	choose: async () => lanesOf((await parts.channels.list()).filter((channel) => channel.state === 'active' && canAnswer(channel))),
	async perform(turn, { holder }, signal) {
		if (!(await silenceByFlag(parts, turn))) await answer(turn, holder, signal);
	},
});

/** Returns the works of channels, by tenant: each channel is a lane. */
export const lanesOf = (channels: ReadonlyArray<Pick<ChannelRecord, 'tenant' | 'name'>>): WorkFilter[] =>
	[...Map.groupBy(channels, ({ tenant }) => tenant)].map(([tenant, own]) => ({ tenant, lanes: own.map(({ name }) => name) }));
