/**
 * Reads for many callers at once: who asks while a read of the same key is running gets the result of the next one. So the result is never older
 * than the question, and however many ask, one read of a key runs at a time.
 */
export class SharedReads<Value> {
	readonly #running = new Map<string, { current: Promise<Value>; next?: Promise<Value> }>();

	constructor(private readonly load: (key: string) => Promise<Value>) {}

	read(key: string): Promise<Value> {
		const running = this.#running.get(key);
		if (!running) return this.#start(key);
		const begin = () => this.#start(key);
		return (running.next ??= running.current.then(begin, begin));
	}

	#start(key: string): Promise<Value> {
		const entry: { current: Promise<Value>; next?: Promise<Value> } = { current: this.load(key) };
		this.#running.set(key, entry);
		const end = () => void (entry.next === undefined && this.#running.delete(key));
		entry.current.then(end, end);
		return entry.current;
	}
}
