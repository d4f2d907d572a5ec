export const windowMs = 60_000;
/** Max different things of a window reported one by one. */
export const maxTold = 100;

interface Window<Thing> {
	thing: Thing;
	count: number;
}

interface CountedParts<Thing> {
	nameOf(thing: Thing): string;
	/** Maps a thing to its replacement beyond `maxTold` different ones. */
	toRest(thing: Thing): Thing;
	/** Reports a count beyond those that `add` answered for. Does not fail. */
	tell(thing: Thing, count: number): void;
}

/**
 * Bounds output during a flood of refusals: the first of each kind is reported at once, equal ones together at the end of the window, like all beyond
 * `maxTold` different ones. None is lost, unless the process is killed.
 */
export class CountedWindows<Thing> {
	#windows = new Map<string, Window<Thing>>();
	#timer: NodeJS.Timeout | undefined;

	constructor(private readonly parts: CountedParts<Thing>) {}

	/** @returns true for the first of its kind, which the caller reports */
	add(thing: Thing): boolean {
		this.#timer ??= setInterval(() => this.#end(), windowMs).unref();
		const name = this.parts.nameOf(thing);
		const known = this.#windows.get(name);
		if (known) known.count += 1;
		else if (this.#windows.size < maxTold) {
			this.#windows.set(name, { thing, count: 0 });
			return true;
		} else this.#addToRest(this.parts.toRest(thing));
		return false;
	}

	close(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#end();
	}

	#addToRest(thing: Thing): void {
		const name = this.parts.nameOf(thing);
		const rest = this.#windows.get(name) ?? { thing, count: 0 };
		rest.count += 1;
		this.#windows.set(name, rest);
	}

	#end(): void {
		const ended = this.#windows;
		this.#windows = new Map();
		for (const { thing, count } of ended.values()) if (count > 0) this.parts.tell(thing, count);
	}
}
