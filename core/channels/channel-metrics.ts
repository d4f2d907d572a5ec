import { DurationHistogram } from '../base/statistics/duration-histogram';
import type { Mailbox, Turn, TurnEnd } from '../ports/channels/mailbox';
import type { GivenUp } from './failed-work';

interface ChannelName {
	tenant: string;
	channel: string;
}

/** Counts of one channel since the process was started. */
export interface ChannelCounts extends ChannelName {
	/** Messages of customers. */
	received: number;
	/** Requests of the provider that found no room. */
	refused: number;
	/** Turns being answered now. */
	running: number;
	/** Attempts at turns, by how they ended. `lost`: another process has the turn. */
	ends: Record<TurnEnd['kind'] | 'lost', number>;
	/** Time that answered turns took. */
	durations: DurationHistogram;
	givenUp: Partial<Record<GivenUp['what'], number>>;
}

/** Counts what this process does for channels. */
export class ChannelMetrics {
	readonly #channels = new Map<string, ChannelCounts>();
	/** Ends of turns, until their attempts are counted. */
	readonly #ends = new Map<string, TurnEnd['kind']>();

	/** Returns the counts of a channel; zeros where nothing happened. */
	of({ tenant, channel }: ChannelName): ChannelCounts {
		const key = JSON.stringify([tenant, channel]);
		const existing = this.#channels.get(key);
		if (existing) return existing;
		const counts: ChannelCounts = {
			...{ tenant, channel, received: 0, refused: 0, running: 0 },
			ends: { done: 0, failed: 0, dead: 0, lost: 0 },
			durations: new DurationHistogram(),
			givenUp: {},
		};
		this.#channels.set(key, counts);
		return counts;
	}

	countGivenUp({ what, ...name }: GivenUp): void {
		const { givenUp } = this.of(name);
		givenUp[what] = (givenUp[what] ?? 0) + 1;
	}

	/** Returns the mailbox with ends of turns counted from now on. */
	countOn(mailbox: Mailbox): Mailbox {
		const end: Mailbox['end'] = async (turn, holder, how) => {
			await mailbox.end(turn, holder, how);
			this.#ends.set(turn.id, how.kind);
		};
		return { ...mailbox, end };
	}

	/** Counts a turn while it is answered. One that was interrupted or taken over is not an attempt. */
	async measure(turn: Turn, answer: () => Promise<void>): Promise<void> {
		const counts = this.of(turn.conversation);
		const startedAt = performance.now();
		counts.running += 1;
		try {
			await answer();
		} finally {
			counts.running -= 1;
			const end = this.#ends.get(turn.id);
			this.#ends.delete(turn.id);
			if (end !== undefined) counts.ends[end] += 1;
			if (end === 'done') counts.durations.observe((performance.now() - startedAt) / 1000);
		}
	}
}
