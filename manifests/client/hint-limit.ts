/**
 * Limits refetches by hints: one per second, and ten per minute that find nothing new. Changes are signed and cannot be forged, so the eleventh
 * revocation in a minute is as fast as the first.
 */
export interface HintLimits {
	gapMs: number;
	burst: number;
	burstMs: number;
}

const defaultHintLimits: HintLimits = { gapMs: 1_000, burst: 10, burstMs: 60_000 };

/** Loses no hint: any number of hints leads to one refetch at the end. */
export class HintLimit {
	readonly #limits: HintLimits;
	readonly #taken: number[] = [];
	#last = -Infinity;

	constructor(limits: HintLimits = defaultHintLimits) {
		this.#limits = limits;
	}

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

	giveBack(): void {
		this.#taken.pop();
	}
}
