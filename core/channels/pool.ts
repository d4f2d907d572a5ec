/** Does work that was taken, up to `slots` at the same time. None waits for another: whoever is slow keeps one slot. */
export class Pool<Work> {
	readonly #running = new Set<Promise<void>>();

	/** @param onFree called when more can be taken */
	constructor(
		private readonly slots: number,
		private readonly work: (one: Work) => Promise<void>,
		private readonly onFree: () => void,
		private readonly onFault: (fault: unknown) => void,
	) {}

	get running(): number {
		return this.#running.size;
	}

	/** Takes what fits, and begins it. @returns how much */
	async fill(take: (free: number) => Promise<readonly Work[]>): Promise<number> {
		const free = this.slots - this.running;
		if (free <= 0) return 0;
		const taken = await take(free);
		for (const one of taken) this.#begin(one);
		return taken.length;
	}

	/** Waits for what was begun. */
	async ended(): Promise<void> {
		await Promise.all(this.#running);
	}

	#begin(one: Work): void {
		const running = this.work(one)
			.catch(this.onFault)
			.finally(() => {
				this.#running.delete(running);
				this.onFree();
			});
		this.#running.add(running);
	}
}
