import type { TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { ChannelPartState } from '../../core/ports/channels/channel-states';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Clock } from '../../core/ports/host';
import { requestMs, withTimeout } from '../with-timeout';

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
	/** Hears of a look that failed, or took too long; the others go on. */
	onFault: (fault: unknown) => void;
	timeoutMs?: number;
}

/** Returns what is done each minute: noting whether this process can run the agents of active channels, before a customer finds out. */
export function watchAgents({ parts, clock, findFault, onFault, timeoutMs = requestMs }: WatchParts): () => Promise<void> {
	/** When this process last found what is noted, by channel. */
	const noted = new Map<string, number>();
	let begun = 0;
	const look = async (record: ChannelRecord) => ({
		fault: await withTimeout(findFault(record), timeoutMs, `Looking for the agent of the channel ${record.name}`),
	});
	return async () => {
		const [records, states] = await Promise.all([parts.channels.list(), parts.states.list()]);
		const known = new Map(states.filter(({ part }) => part === 'agent').map((one) => [keyOf(one.tenant, one.channel), one]));
		const watched = records.filter(({ agent, state }) => agent !== null && state === 'active');
		const names = new Set(watched.map(({ tenant, name }) => keyOf(tenant, name)));
		for (const key of noted.keys()) if (!names.has(key)) noted.delete(key);
		if (begun >= watched.length) begun = 0;
		// A look that cannot take all goes on where the last one ended.
		const looked = [...watched.slice(begun), ...watched.slice(0, begun)].slice(0, maxChannels);
		begun = (begun + looked.length) % Math.max(watched.length, 1);
		for (const record of looked) {
			const { tenant, name: channel } = record;
			const key = keyOf(tenant, channel);
			const found = await look(record).catch((fault: unknown) => void onFault(fault));
			if (found === undefined) continue;
			const { fault } = found;
			const checkedAt = clock.now();
			const state = fault ? ('away' as const) : ('ready' as const);
			const reason = fault ? `${fault.code}: ${fault.message}` : null;
			if (contradicts(known.get(key), state, { checkedAt, own: noted.get(key) })) continue;
			await parts.states.note({ tenant, channel, part: 'agent', state, reason, checkedAt });
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
