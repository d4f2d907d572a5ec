import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Shares reads: one begins after all requests of the same event loop turn, and later requests get the next one. A result is thus never older than the
 * question, and one read of a key runs at a time.
 */
export class SharedReads<Value> {
	readonly #next = new Map<string, Promise<Value>>();
	readonly #running = new Map<string, Promise<unknown>>();

	constructor(private readonly load: (key: string) => Promise<Value>) {}

	read(key: string): Promise<Value> {
		let next = this.#next.get(key);
		if (!next) this.#next.set(key, (next = this.#begin(key)));
		return next;
	}

	async #begin(key: string): Promise<Value> {
		await Promise.allSettled([this.#running.get(key), endOfTurn()]);
		this.#next.delete(key);
		const reading = this.load(key);
		this.#running.set(key, reading);
		const end = () => void this.#running.delete(key);
		reading.then(end, end);
		return reading;
	}
}
