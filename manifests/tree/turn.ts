import { setImmediate as others } from 'node:timers/promises';

/** Work in pieces: whoever else runs in this process waits no longer than this. */
const turnMs = 8;

/** How long a piece of work may keep the event loop to itself. */
export class Turn {
	#since = performance.now();

	over(): boolean {
		return performance.now() - this.#since > turnMs;
	}

	async pass(): Promise<void> {
		await others();
		this.#since = performance.now();
	}
}
