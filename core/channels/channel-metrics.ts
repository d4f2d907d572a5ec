import { DurationHistogram } from '../base/statistics/duration-histogram';
import type { Mailbox, Turn, TurnEnd } from '../ports/channels/mailbox';
import type { GivenUp } from './failed-work';

interface ChannelName {
	tenant: string;
	channel: string;
}

/** Counts since the start of the process. */
export interface ChannelCounts extends ChannelName {
	received: number;
	/** Requests of the provider refused for lack of room. */
	refused: number;
	running: number;
	/** Attempts at turns by result. `lost`: another process has the turn. */
	ends: Record<TurnEnd['kind'] | 'lost', number>;
	durations: DurationHistogram;
	givenUp: Partial<Record<GivenUp['what'], number>>;
}

export class ChannelMetrics {
	readonly #channels = new Map<string, ChannelCounts>();
	/** Results of turns, until their attempts are counted. */
	readonly #ends = new Map<string, TurnEnd['kind']>();

	of({ tenant, channel }: ChannelName): ChannelCounts {
		const key = JSON.stringify([tenant, channel]);
		const existing = this.#channels.get(key);
		if (existing) return existing;
		const counts: ChannelCounts = {
			tenant,
			channel,
			received: 0,
			refused: 0,
			running: 0,
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

	countOn(mailbox: Mailbox): Mailbox {
		const end: Mailbox['end'] = async (turn, holder, how) => {
			await mailbox.end(turn, holder, how);
			this.#ends.set(turn.id, how.kind);
		};
		return { ...mailbox, end };
	}

	/** Counts a turn while it is answered. Interrupted turns and turns taken over are not attempts. */
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
