/** Keeps the most recently used entries, within a max sum of sizes, such as bytes or a count. */
export class BoundedCache<Value> {
	readonly #entries = new Map<string, { value: Value; size: number }>();
	#size = 0;

	constructor(private readonly max: number) {}

	get(key: string): Value | undefined {
		const entry = this.#entries.get(key);
		if (!entry) return undefined;
		this.#entries.delete(key);
		this.#entries.set(key, entry);
		return entry.value;
	}

	set(key: string, value: Value, size = 1): void {
		this.delete(key);
		if (size > this.max) return;
		this.#entries.set(key, { value, size });
		this.#size += size;
		for (const oldest of this.#entries.keys()) {
			if (this.#size <= this.max) return;
			this.delete(oldest);
		}
	}

	delete(key: string): void {
		this.#size -= this.#entries.get(key)?.size ?? 0;
		this.#entries.delete(key);
	}
}
