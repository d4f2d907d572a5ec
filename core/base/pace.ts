/** Work of this length at once keeps nobody waiting. */
const TURN_MS = 8;

/** For loops that may be long: `if (pace.isDue()) await pace.rest();` lets everything else have its turn now and then. */
export class Pace {
	private since = performance.now();

	isDue(): boolean {
		return performance.now() - this.since > TURN_MS;
	}

	async rest(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
		this.since = performance.now();
	}
}
