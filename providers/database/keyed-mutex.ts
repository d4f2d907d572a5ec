export class KeyedMutex {
	readonly #last = new Map<string, Promise<unknown>>();

	async take<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
		const before = this.#last.get(name) ?? Promise.resolve();
		const mine = before.then(act);
		const done = mine.catch(() => undefined);
		this.#last.set(name, done);
		try {
			return await mine;
		} finally {
			if (this.#last.get(name) === done) this.#last.delete(name);
		}
	}
}
