/** Parts that a process opens once per key. A failed opening is forgotten: its caller gets the error, and the next call tries again. */
export class OpenedOnce<Part> {
	readonly #opened = new Map<string, Promise<Part>>();

	get(key: string, open: () => Promise<Part>): Promise<Part> {
		const existing = this.#opened.get(key);
		if (existing) return existing;
		const part = open();
		this.#opened.set(key, part);
		part.catch(() => {
			// It may have been taken and opened again.
			if (this.#opened.get(key) === part) this.#opened.delete(key);
		});
		return part;
	}

	/** Removes and returns the part, which the caller closes; the next `get` opens it again. Undefined if it is not open. */
	take(key: string): Promise<Part> | undefined {
		const part = this.#opened.get(key);
		this.#opened.delete(key);
		return part;
	}
}
