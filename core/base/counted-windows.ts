/** How long equal things are counted together. */
export const windowMs = 60_000;
/** Different things of a window that are told one by one. */
export const maxTold = 100;

interface Window<Thing> {
	thing: Thing;
	/** Counts the ones that were not told yet. */
	count: number;
}

interface CountedParts<Thing> {
	/** Equal for things that are counted together. */
	nameOf(thing: Thing): string;
	/** Makes of a thing what stands for all that are more than `maxTold` different ones. */
	toRest(thing: Thing): Thing;
	/** Tells how many things there were, beyond those that `add` answered for. Does not fail. */
	tell(thing: Thing, count: number): void;
}

/**
 * Bounds what a flood of refusals writes: the first of each kind is told at once, equal ones are counted and told together when the window ends, and so
 * are all beyond `maxTold` different ones. None is left out, unless the process is killed.
 */
export class CountedWindows<Thing> {
	#windows = new Map<string, Window<Thing>>();
	#timer: NodeJS.Timeout | undefined;

	constructor(private readonly parts: CountedParts<Thing>) {}

	/** @returns whether it is the first of its kind, which the caller tells */
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

	/** Tells what was counted. */
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
