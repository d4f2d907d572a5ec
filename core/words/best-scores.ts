/**
 * Returns indices: at least `limit` if possible, and all equals of the last. The caller orders equals by name. @param floor scores must be above it
 * @param doubt max distance between equal scores
 */
export function bestScores(
	scores: Float64Array,
	limit: number,
	fits: (number: number) => boolean,
	{ floor = 0, doubt = 0 }: { floor?: number; doubt?: number } = {},
): number[] {
	if (limit < 1) return [];
	const heap = new LeastOf(limit);
	// A few times the limit, however many scores there are.
	const candidates: number[] = [];
	let least = -Infinity;
	for (let number = 0; number < scores.length; number++) {
		const score = scores[number]!;
		if (!(score > floor && score >= least) || !fits(number)) continue;
		candidates.push(number);
		if (score > heap.least) {
			heap.add(score);
			least = heap.least - doubt;
		}
	}
	return candidates.filter((number) => scores[number]! >= least);
}

class LeastOf {
	readonly #values: number[] = [];

	constructor(private readonly limit: number) {}

	get least(): number {
		return this.#values.length < this.limit ? -Infinity : this.#values[0]!;
	}

	add(value: number): void {
		const values = this.#values;
		if (values.length < this.limit) {
			values.push(value);
			this.#rise(values.length - 1);
		} else {
			values[0] = value;
			this.#sink();
		}
	}

	#rise(from: number): void {
		const values = this.#values;
		for (let at = from; at > 0;) {
			const above = (at - 1) >> 1;
			if (values[above]! <= values[at]!) return;
			[values[above], values[at]] = [values[at]!, values[above]!];
			at = above;
		}
	}

	#sink(): void {
		const values = this.#values;
		for (let at = 0; ;) {
			const left = 2 * at + 1;
			const least = left + 1 < values.length && values[left + 1]! < values[left]! ? left + 1 : left;
			if (left >= values.length || values[at]! <= values[least]!) return;
			[values[least], values[at]] = [values[at]!, values[least]!];
			at = least;
		}
	}
}
