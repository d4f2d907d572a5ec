/** Max time of work without a yield of the event loop. */
const pieceMs = 8;

/** Yields now and then during a long loop: `if (pace.isDue()) await pace.rest();`. */
export class LoopYielder {
	#since = performance.now();

	isDue(): boolean {
		return performance.now() - this.#since > pieceMs;
	}

	async rest(): Promise<void> {
		await letOthersRun();
		this.#since = performance.now();
	}
}

/** Resolves after pending work of the event loop has run. */
export function letOthersRun(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
