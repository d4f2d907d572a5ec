/** Chance that can be repeated: the same seed gives the same numbers (mulberry32, 32 bits of state). */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0 to 1, without 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number, both ends included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	/** True with this probability. */
	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(choices: readonly T[]): T {
		return choices[this.between(0, choices.length - 1)]!;
	}

	/** A key of `weights`, each as probable as its weight. */
	weighted<Key extends string>(weights: Record<Key, number>): Key {
		const entries = Object.entries(weights) as Array<[Key, number]>;
		let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [key, weight] of entries) if ((left -= weight) < 0) return key;
		return entries.at(-1)![0];
	}

	times<T>(least: number, most: number, make: (index: number) => T): T[] {
		return Array.from({ length: this.between(least, most) }, (_, index) => make(index));
	}
}
