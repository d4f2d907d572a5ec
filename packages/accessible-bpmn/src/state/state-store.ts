import { isSameState, noState, readTokens, type ElementState, type ElementTokens } from './element-state';
import type { Heat } from './heat';

/** Collects changes, and shows them once in a frame. */
export class StateStore {
	readonly #shown = new Map<string, ElementState>();
	readonly #pending = new Map<string, ElementState>();
	#frame: number | undefined;

	/** @param show shows all changes of a frame */
	constructor(private readonly show: (changed: ReadonlyMap<string, { before: ElementState; after: ElementState }>) => void) {}

	get(id: string): ElementState {
		return this.#pending.get(id) ?? this.#shown.get(id) ?? noState;
	}

	/** Changes tokens, incidents and status. With `replace`, all elements that are not named have none. */
	setTokens(values: Readonly<Record<string, ElementTokens | null>>, replace: boolean): void {
		const read = Object.entries(values).map(([id, value]) => ({ id, state: readTokens(id, value) }));
		if (replace) for (const id of this.#listKnown()) this.#put(id, { ...noState, heat: this.get(id).heat });
		for (const { id, state } of read) this.#put(id, { ...state, heat: this.get(id).heat });
		this.#schedule();
	}

	setHeat(heat: Heat | undefined): void {
		for (const id of new Set([...this.#listKnown(), ...(heat?.values.keys() ?? [])]))
			this.#put(id, { ...this.get(id), heat: heat?.values.get(id) });
		this.#schedule();
	}

	/** Forgets everything: another diagram is opened. */
	clear(): void {
		if (this.#frame !== undefined) window.cancelAnimationFrame(this.#frame);
		this.#frame = undefined;
		this.#pending.clear();
		this.#shown.clear();
	}

	#listKnown(): string[] {
		return [...new Set([...this.#shown.keys(), ...this.#pending.keys()])];
	}

	#put(id: string, state: ElementState): void {
		this.#pending.set(id, state);
	}

	#schedule(): void {
		if (this.#pending.size > 0) this.#frame ??= window.requestAnimationFrame(() => this.#flush());
	}

	#flush(): void {
		this.#frame = undefined;
		const changed = new Map<string, { before: ElementState; after: ElementState }>();
		for (const [id, after] of this.#pending) {
			const before = this.#shown.get(id) ?? noState;
			if (!isSameState(before, after)) changed.set(id, { before, after });
			this.#shown.set(id, after);
		}
		this.#pending.clear();
		if (changed.size > 0) this.show(changed);
	}
}
