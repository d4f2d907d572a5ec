/** Limits parallel work of one process; others wait, first come, first served. */
export class Places {
	readonly #waiting = new Set<() => void>();
	#free: number;

	constructor(count: number) {
		this.#free = count;
	}

	/** @throws the reason of the signal if it aborts before there is a place */
	async use<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
		await this.#take(signal);
		try {
			return await work();
		} finally {
			const [next] = this.#waiting;
			if (next) next();
			else this.#free += 1;
		}
	}

	async #take(signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (this.#free > 0) {
			this.#free -= 1;
			return;
		}
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		const leave = () => reject(signal.reason as Error);
		const go = () => {
			this.#waiting.delete(go);
			resolve();
		};
		this.#waiting.add(go);
		signal.addEventListener('abort', leave, { once: true });
		await promise.finally(() => {
			this.#waiting.delete(go);
			signal.removeEventListener('abort', leave);
		});
	}
}
