/** Parts that a process opens once per key. A failed opening is forgotten: its caller gets the error, and the next call tries again. */
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

	/** Removes and returns the part, which the caller closes; the next `get` opens it again. Undefined if it is not open. */
	take(key: string): Promise<Part> | undefined {
		const part = this.#opened.get(key);
		this.#opened.delete(key);
		return part;
	}

	/** Closes all parts that can be closed; the next `get` opens them again. */
	async closeAll(): Promise<void> {
		const parts = [...this.#opened.values()];
		this.#opened.clear();
		// A failed opening was reported to its caller.
		const opened = (await Promise.allSettled(parts)).filter((part) => part.status === 'fulfilled');
		for (const { value } of opened) await (value as { close?(): unknown }).close?.();
	}
}

const everywhere: Array<OpenedOnce<unknown>> = [];

/** Closes what this process opened, before the files of its stores are moved. */
export async function closeOpened(): Promise<void> {
	for (const opened of everywhere) await opened.closeAll();
}
