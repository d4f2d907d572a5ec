/** What a process opens once for all that ask with the same key. A failed opening is forgotten: its caller gets the error, and the next one tries again. */
export class OpenedOnce<Part> {
	readonly #opened = new Map<string, Promise<Part>>();

	get(key: string, open: () => Promise<Part>): Promise<Part> {
		const known = this.#opened.get(key);
		if (known) return known;
		const part = open();
		this.#opened.set(key, part);
		part.catch(() => {
			// It may have been taken, and opened anew.
			if (this.#opened.get(key) === part) this.#opened.delete(key);
		});
		return part;
	}

	/** The next one that asks opens it anew; closing it is the caller's. Undefined where it is not open. */
	take(key: string): Promise<Part> | undefined {
		const part = this.#opened.get(key);
		this.#opened.delete(key);
		return part;
	}
}
