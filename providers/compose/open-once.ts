/** Opens parts once per key. A failed opening is forgotten: its caller gets the error, and the next call tries again. */
export class OpenedOnce<Part> {
	readonly #opened = new Map<string, Promise<Part>>();

	constructor() {
		everywhere.push(this);
	}

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

	/** Removes the part for the caller to close; the next `get` opens it again. Undefined if it is not open. */
	take(key: string): Promise<Part> | undefined {
		const part = this.#opened.get(key);
		this.#opened.delete(key);
		return part;
	}

	async closeAll(): Promise<void> {
		const parts = [...this.#opened.values()];
		this.#opened.clear();
		const opened = (await Promise.allSettled(parts)).filter((part) => part.status === 'fulfilled');
		for (const { value } of opened) await (value as { close?(): unknown }).close?.();
	}
}

const everywhere: Array<OpenedOnce<unknown>> = [];

export async function closeOpened(): Promise<void> {
	for (const opened of everywhere) await opened.closeAll();
}
