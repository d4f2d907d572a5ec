/**
 * Max refetches by hints: at most one per second, and at most ten per minute that find nothing new, for any number of hints. Changes are signed, so
 * no one can forge them: the eleventh revocation in a minute is handled as fast as the first.
 */
export interface HintLimits {
	gapMs: number;
	burst: number;
	burstMs: number;
}

const defaultHintLimits: HintLimits = { gapMs: 1_000, burst: 10, burstMs: 60_000 };

/** Computes how long the next refetch has to wait. No hint is lost: any number of hints in the meantime leads to one refetch at the end. */
export class HintLimit {
	readonly #limits: HintLimits;
	readonly #taken: number[] = [];
	#last = -Infinity;

	constructor(limits: HintLimits = defaultHintLimits) {
		this.#limits = limits;
	}

	/** Returns the milliseconds from `nowMs` (of a clock that cannot be set back) until a refetch is allowed. */
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

	/** Called when the last refetch found a change. */
	giveBack(): void {
		this.#taken.pop();
	}
}
