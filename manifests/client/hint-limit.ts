/**
 * How often hints may cause a refetch: at most one a second, and ten in a minute that find nothing new, whoever sends however many.
 * News are signed, so nobody forges them: the eleventh revocation of a minute is met as soon as the first.
 */
export interface HintLimits {
	gapMs: number;
	burst: number;
	burstMs: number;
}

const defaultHintLimits: HintLimits = { gapMs: 1_000, burst: 10, burstMs: 60_000 };

/** Says how long the next refetch has to wait. None is lost: any number of hints in the meantime is one refetch at its end. */
export class HintLimit {
	readonly #limits: HintLimits;
	readonly #taken: number[] = [];
	#last = -Infinity;

	constructor(limits: HintLimits = defaultHintLimits) {
		this.#limits = limits;
	}

	/** Milliseconds from `nowMs` (of a clock that cannot be set back) until a refetch is free. */
	waitMs(nowMs: number): number {
		const { gapMs, burst, burstMs } = this.#limits;
		const first = this.#taken.length >= burst ? (this.#taken.at(-burst) ?? -Infinity) : -Infinity;
		return Math.max(0, this.#last + gapMs - nowMs, first + burstMs - nowMs);
	}

	take(nowMs: number): void {
		this.#last = nowMs;
		this.#taken.push(nowMs);
		if (this.#taken.length > this.#limits.burst) this.#taken.shift();
	}

	/** The last refetch found something new. */
	giveBack(): void {
		this.#taken.pop();
	}
}
