/** How often hints may cause a refetch: at most one a second, ten in a minute, whoever sends however many. */
export interface HintLimits {
	gapMs: number;
	burst: number;
	burstMs: number;
}

export const defaultHintLimits: HintLimits = { gapMs: 1_000, burst: 10, burstMs: 60_000 };

/** Says how long the next refetch has to wait. None is lost: any number of hints in the meantime is one refetch at its end. */
export class HintLimit {
	readonly #limits: HintLimits;
	readonly #taken: number[] = [];

	constructor(limits: HintLimits = defaultHintLimits) {
		this.#limits = limits;
	}

	/** Milliseconds from `nowMs` (of a clock that cannot be set back) until a refetch is free. */
	waitMs(nowMs: number): number {
		const { gapMs, burst, burstMs } = this.#limits;
		const last = this.#taken.at(-1) ?? -Infinity;
		const first = this.#taken.length >= burst ? (this.#taken.at(-burst) ?? -Infinity) : -Infinity;
		return Math.max(0, last + gapMs - nowMs, first + burstMs - nowMs);
	}

	take(nowMs: number): void {
		this.#taken.push(nowMs);
		if (this.#taken.length > this.#limits.burst) this.#taken.shift();
	}
}
