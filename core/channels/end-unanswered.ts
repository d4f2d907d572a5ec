import { type ChannelDirectory, defaultHandOverSettings, type HandOver, type HandOvers, type OpenChannel } from '../ports';

export interface UnansweredParts {
	handOvers: Pick<HandOvers, 'takeUnanswered' | 'endUnanswered'>;
	directory: ChannelDirectory;
	/** Hears of an escalation, with the BPMN message that it becomes, if any. After a crash, it can hear of it again. */
	onEscalated?: (handOver: HandOver, message: string | null) => Promise<void>;
	/** Hears of one that is tried again when its lease ends. */
	onFault: (what: string, fault: unknown) => void;
}

const takenAtOnce = 8;
const leaseMs = 60_000;

/** Does what the channel says about conversations that nobody answered after their hand-over. @returns how many */
export async function endUnanswered(parts: UnansweredParts, holder: string): Promise<number> {
	const taken = await parts.handOvers.takeUnanswered(holder, takenAtOnce, leaseMs);
	for (const handOver of taken) {
		await endOne(parts, handOver, holder).catch((fault: unknown) => parts.onFault('unanswered hand-overs', fault));
	}
	return taken.length;
}

async function endOne({ handOvers, directory, onEscalated }: UnansweredParts, handOver: HandOver, holder: string): Promise<void> {
	const open = await directory.find(handOver.tenant, handOver.channel);
	const settings = { ...defaultHandOverSettings, ...open?.record.handOver };
	const name = open?.record.message ?? null;
	// First, because nobody would tell it after a crash.
	if (settings.whenUnanswered === 'escalate') await onEscalated?.(handOver, name === null ? null : `${name}-unanswered`);
	await handOvers.endUnanswered(handOver, holder, { ...settings, desk: settings.desk ?? ownDesk(open) });
}

const ownDesk = (open: OpenChannel | undefined): string | null => (open?.channel.desk ? open.record.name : null);
