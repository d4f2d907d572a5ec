import type { Lane } from '../ports/work';

/** A receiver that works usually answers sooner, also where it takes a file. */
const lateMs = 3_000;
/** Late works of one lane after which its next ones wait. */
const maxLate = 8;
/** Silent lanes that are tried at the same time. */
const maxTrials = 128;
/** The time between two looks at a silent lane for which nothing waits. */
const lookMs = 1_000;

interface State extends Lane {
	works: number;
	/** Works whose answer is late. */
	late: number;
	/** The last answer that was late did not come. */
	isSilent: boolean;
	lookAt: number;
}

/** Knows the lanes whose receivers do not answer: they must not take the places of those that do. */
export class SilentLanes {
	readonly #states = new Map<string, State>();

	constructor(private readonly now = Date.now) {}

	/** Lists the lanes of which no work may begin. One that is silent is only tried. */
	listClosed(): Lane[] {
		return [...this.#states.values()].filter(({ isSilent, late }) => isSilent || late >= maxLate);
	}

	/** Returns the silent lanes of which one work may begin: it tells whether the receiver answers again. */
	findTrials(): Lane[] {
		const silent = [...this.#states.values()].filter(({ isSilent }) => isSilent);
		const trials = silent.filter(({ late }) => late > 0).length;
		const due = silent.filter(({ late, lookAt }) => late === 0 && lookAt <= this.now());
		const chosen = due.slice(0, Math.max(0, maxTrials - trials));
		for (const state of chosen) state.lookAt = this.now() + lookMs;
		return chosen;
	}

	/**
	 * Watches a work that begins.
	 * @param onLate called once if the answer is late; at once for a silent lane
	 * @returns a function to call at its end: whether the receiver answered; undefined if that is not known
	 */
	watch({ tenant, lane }: Lane, onLate: () => void): (isAnswered: boolean | undefined) => void {
		const key = JSON.stringify([tenant, lane]);
		const state = this.#states.get(key) ?? { tenant, lane, works: 0, late: 0, isSilent: false, lookAt: 0 };
		this.#states.set(key, state);
		state.works += 1;
		let isLate = false;
		const beLate = () => {
			isLate = true;
			state.late += 1;
			onLate();
		};
		const timer = state.isSilent ? undefined : setTimeout(beLate, lateMs);
		if (state.isSilent) beLate();
		return (isAnswered) => {
			clearTimeout(timer);
			if (isLate) state.late -= 1;
			state.lookAt = 0;
			// Without a request to the receiver, it is unknown at once.
			if (isAnswered === false) state.isSilent ||= isLate;
			else if (isAnswered) state.isSilent = false;
			state.works -= 1;
			if (state.works === 0 && !state.isSilent) this.#states.delete(key);
		};
	}
}
