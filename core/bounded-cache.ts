/** Keeps what was used last, within a number of bytes. */
export class BoundedCache<Value> {
	readonly #entries = new Map<string, { value: Value; bytes: number }>();
	#bytes = 0;

	constructor(private readonly most: number) {}

	get(key: string): Value | undefined {
		const entry = this.#entries.get(key);
		if (!entry) return undefined;
		this.#entries.delete(key);
		this.#entries.set(key, entry);
		return entry.value;
	}

	set(key: string, value: Value, bytes: number): void {
		this.delete(key);
		if (bytes > this.most) return;
		this.#entries.set(key, { value, bytes });
		this.#bytes += bytes;
		for (const oldest of this.#entries.keys()) {
			if (this.#bytes <= this.most) return;
			this.delete(oldest);
		}
	}

	delete(key: string): void {
		this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
		this.#entries.delete(key);
	}
}
