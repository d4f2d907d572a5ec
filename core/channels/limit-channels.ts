import type { WorkFilter, WorkQueue } from '../ports/work';
import type { ChannelParts } from './channel-parts';

/** Returns the state of channels for a process that works on some of them only. @param of its lanes are channels */
export function limitChannels(parts: ChannelParts, of: WorkFilter): ChannelParts {
	const { audios, channels, mailbox, receipts, outbox, handOvers, waits, followUps } = parts;
	const isOurs = ({ tenant, name }: { tenant: string; name: string }) => tenant === of.tenant && (of.lanes?.includes(name) ?? true);
	return {
		...parts,
		channels: {
			...channels,
			list: async () => (await channels.list(of.tenant)).filter(isOurs),
		},
		audios: {
			...audios,
			toTranscribe: workOf(audios.toTranscribe, of),
			toForget: workOf(audios.toForget, of),
		},
		mailbox: { ...mailbox, awaited: workOf(mailbox.awaited, of) },
		receipts: {
			...receipts,
			queue: workOf(receipts.queue, of),
		},
		outbox: { ...outbox, queue: workOf(outbox.queue, of) },
		handOvers: {
			...handOvers,
			// The desk can be another channel of the tenant.
			writes: workOf(handOvers.writes, { tenant: of.tenant }),
		},
		waits: { ...waits, late: workOf(waits.late, of) },
		followUps: { ...followUps, due: workOf(followUps.due, of) },
	};
}

const workOf = <Content>(queue: WorkQueue<Content>, of: WorkFilter): WorkQueue<Content> => ({
	...queue,
	take: (holder, limits) => queue.take(holder, { ...limits, of: limits.of ?? [of] }),
});
