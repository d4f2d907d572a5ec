import type { ChannelDirectory, OpenChannel } from '../ports/channels/channel-records';
import { defaultHandOverSettings, type HandOver, type HandOvers } from '../ports/channels/hand-overs';
import type { TakenWork } from '../ports/work';
import type { WorkKind } from '../work/attempt-work';

export interface UnansweredParts {
	handOvers: Pick<HandOvers, 'unanswered' | 'endUnanswered'>;
	directory: ChannelDirectory;
	/** Hears of an escalation, with the BPMN message that it becomes, if any. After a crash, it can hear of it again. */
	onEscalated?: (handOver: HandOver, message: string | null) => Promise<void>;
	/** Hears of one that is tried again. */
	onFault: (fault: unknown) => void;
}

/** Does what the channel says about conversations that nobody answered after their hand-over. */
export const endUnanswered = (parts: UnansweredParts): WorkKind<HandOver> => ({
	...{ queue: parts.handOvers.unanswered, leaseMs: 60_000, retry: { firstMs: 5_000, maxMs: 60_000 }, onFault: parts.onFault },
	perform: (handOver, work) =>
		endOne(parts, handOver, work).catch((fault: unknown) => {
			parts.onFault(fault);
			throw fault;
		}),
	onGivenUp: ({ key }, reason) => parts.onFault(new Error(`The hand-over ${key} was given up: ${reason}`)),
});

async function endOne({ handOvers, directory, onEscalated }: UnansweredParts, handOver: HandOver, work: TakenWork): Promise<void> {
	const open = await directory.find(handOver.tenant, handOver.channel);
	const settings = { ...defaultHandOverSettings, ...open?.record.handOver };
	const name = open?.record.message ?? null;
	// First, because nobody would tell it after a crash.
	if (settings.whenUnanswered === 'escalate') await onEscalated?.(handOver, name === null ? null : `${name}-unanswered`);
	await handOvers.endUnanswered(work, { ...settings, desk: settings.desk ?? ownDesk(open) });
}

const ownDesk = (open: OpenChannel | undefined): string | null => (open?.channel.desk ? open.record.name : null);
