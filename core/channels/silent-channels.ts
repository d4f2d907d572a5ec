import type { ChannelRecord, SendOutcome } from '../ports';

type Named = Pick<ChannelRecord, 'tenant' | 'name'>;

/** A provider that works usually answers sooner, also where it takes a file. */
export const lateMs = 3_000;
/** Late sends of one channel after which its next ones wait. */
const maxLate = 8;
/** Silent channels that are tried at the same time. */
const maxTrials = 128;
/** The time between two looks at a silent channel for which nothing waits. */
const lookMs = 1_000;

interface State {
	sends: number;
	/** Sends whose answer is late. */
	late: number;
	/** The last answer that was late did not come. */
	isSilent: boolean;
	lookAt: number;
}

/** Knows the channels whose providers do not answer: they must not take the places of those that do. */
export class SilentChannels {
	readonly #states = new Map<string, State>();

	constructor(private readonly now = Date.now) {}

	/** Returns whether sends of a channel may begin. One that is silent is only tried. */
	isOpen(channel: Named): boolean {
		const { isSilent, late } = this.#find(channel);
		return !isSilent && late < maxLate;
	}

	/** Returns the silent channels of which one send may begin: it tells whether the provider answers again. */
	findTrials(channels: readonly Named[]): Named[] {
		const silent = channels.filter((channel) => this.#find(channel).isSilent);
		const trials = silent.filter((channel) => this.#find(channel).late > 0).length;
		const due = silent.filter((channel) => this.#find(channel).late === 0 && this.#find(channel).lookAt <= this.now());
		const chosen = due.slice(0, Math.max(0, maxTrials - trials));
		for (const channel of chosen) this.#find(channel).lookAt = this.now() + lookMs;
		return chosen;
	}

	/**
	 * Watches a send that begins.
	 * @param onLate called once if the answer is late; at once for a silent channel
	 * @returns a function to call with its outcome; undefined if it is not known
	 */
	watch(channel: Named, onLate: () => void): (outcome: SendOutcome['kind'] | 'not-sent' | undefined) => void {
		const state = this.#find(channel);
		this.#states.set(keyOf(channel), state);
		state.sends += 1;
		let isLate = false;
		const beLate = () => {
			isLate = true;
			state.late += 1;
			onLate();
		};
		const timer = state.isSilent ? undefined : setTimeout(beLate, lateMs);
		if (state.isSilent) beLate();
		return (outcome) => {
			clearTimeout(timer);
			if (isLate) state.late -= 1;
			state.lookAt = 0;
			// Without a request to the provider, it is unknown at once.
			if (outcome === 'unknown') state.isSilent ||= isLate;
			else if (outcome !== undefined) state.isSilent = false;
			state.sends -= 1;
			if (state.sends === 0 && !state.isSilent) this.#states.delete(keyOf(channel));
		};
	}

	#find(channel: Named): State {
		return this.#states.get(keyOf(channel)) ?? { sends: 0, late: 0, isSilent: false, lookAt: 0 };
	}
}

const keyOf = ({ tenant, name }: Named): string => JSON.stringify([tenant, name]);
