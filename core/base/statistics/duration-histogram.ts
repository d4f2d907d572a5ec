/** Upper bounds in seconds: from a text check to ten minutes of a model's thinking, the timeout of most providers. */
const bounds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

export class DurationHistogram {
	readonly #counts = bounds.map(() => 0);
	sum = 0;
	count = 0;

	observe(seconds: number): void {
		this.sum += seconds;
		this.count += 1;
		const index = bounds.findIndex((bound) => seconds <= bound);
		if (index >= 0) this.#counts[index]! += 1;
	}

	/** Cumulative counts up to each bound. */
	get buckets(): Array<[bound: number, count: number]> {
		let total = 0;
		return bounds.map((bound, index) => [bound, (total += this.#counts[index]!)]);
	}
}
