/** How long a piece of work can keep the event loop to itself. */
const pieceMs = 8;

/** Lets other work run now and then during a long loop: `if (pace.isDue()) await pace.rest();`. */
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

/** Resolves after the work that waits in the event loop has run. */
export function letOthersRun(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
