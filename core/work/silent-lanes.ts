import type { Lane } from '../ports/work';

/** A working receiver usually answers sooner, even with a file. */
const lateMs = 3_000;
const maxLate = 8;
const maxTrials = 128;
const lookMs = 1_000;

interface State extends Lane {
	works: number;
	late: number;
	isSilent: boolean;
	lookAt: number;
}

/** Silent receivers must not take the places of others. */
export class SilentLanes {
	readonly #states = new Map<string, State>();

	constructor(private readonly now = Date.now) {}

	listClosed(): Lane[] {
		return [...this.#states.values()].filter(({ isSilent, late }) => isSilent || late >= maxLate);
	}

	/** One work may begin: it shows if the receiver answers again. */
	findTrials(): Lane[] {
		const silent = [...this.#states.values()].filter(({ isSilent }) => isSilent);
		const trials = silent.filter(({ late }) => late > 0).length;
		const due = silent.filter(({ late, lookAt }) => late === 0 && lookAt <= this.now());
		const chosen = due.slice(0, Math.max(0, maxTrials - trials));
		for (const state of chosen) state.lookAt = this.now() + lookMs;
		return chosen;
	}

	/**
	 * @param onLate called once for a late answer; at once for a silent lane @returns a function for the end: true if the receiver answered;
	 * undefined if unknown
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
