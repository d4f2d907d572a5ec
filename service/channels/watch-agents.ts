import type { TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { ChannelPartState } from '../../core/ports/channels/channel-states';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Clock } from '../../core/ports/host';

export const lookEveryMs = 60_000;
/** For so long, another process that has the agent, or a turn that failed at its model, knows better. */
const freshMs = 2 * lookEveryMs;
/** Bounds a look. */
const maxChannels = 1_000;

interface WatchParts {
	parts: Pick<ChannelParts, 'channels' | 'states'>;
	clock: Clock;
	/** Finds why this process cannot run the agent of a channel. */
	findFault: (channel: ChannelRecord) => Promise<TroupeError | undefined>;
}

/** Returns what is done each minute: noting whether this process can run the agents of active channels, before a customer finds out. */
export function watchAgents({ parts, clock, findFault }: WatchParts): () => Promise<void> {
	/** When this process last found what is noted, by channel. */
	const noted = new Map<string, number>();
	return async () => {
		const [records, states] = await Promise.all([parts.channels.list(), parts.states.list()]);
		const known = new Map(states.filter(({ part }) => part === 'agent').map((one) => [keyOf(one.tenant, one.channel), one]));
		for (const record of records.filter(({ agent, state }) => agent !== null && state === 'active').slice(0, maxChannels)) {
			const { tenant, name: channel } = record;
			const key = keyOf(tenant, channel);
			const fault = await findFault(record);
			const checkedAt = clock.now();
			const found = { state: fault ? ('away' as const) : ('ready' as const), reason: fault ? `${fault.code}: ${fault.message}` : null };
			if (contradicts(known.get(key), found.state, { checkedAt, own: noted.get(key) })) continue;
			await parts.states.note({ tenant, channel, part: 'agent', ...found, checkedAt });
			noted.set(key, checkedAt);
		}
	};
}

/** Returns whether somebody else found another state lately. */
const contradicts = (
	known: ChannelPartState | undefined,
	state: string,
	{ checkedAt, own }: { checkedAt: number; own: number | undefined },
) => known !== undefined && known.state !== state && known.checkedAt !== own && known.checkedAt > checkedAt - freshMs;

const keyOf = (tenant: string, channel: string): string => JSON.stringify([tenant, channel]);
