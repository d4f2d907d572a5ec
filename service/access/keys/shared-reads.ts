import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Reads for many callers at once: a read begins after everyone who asks in the same turn of the event loop, and who asks later gets the result of
 * the next one. So the result is never older than the question, and however many ask, one read of a key runs at a time.
 */
export class SharedReads<Value> {
	/** The reads that have not begun. */
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
