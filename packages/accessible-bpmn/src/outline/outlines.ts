import type { Graph } from '../graph/graph';
import { Outline, type OutlineOptions } from './outline';

export class Outlines {
	readonly #all = new Map<Element, Outline>();
	#current: string | undefined;

	constructor(private readonly options: OutlineOptions) {}

	/** @returns what removes it */
	add(container: Element, graph: Graph): () => void {
		this.#all.get(container)?.remove();
		this.#create(container, graph);
		return () => {
			this.#all.get(container)?.remove();
			this.#all.delete(container);
		};
	}

	/** Writes all of them again: another diagram is open. */
	open(graph: Graph): void {
		this.#current = undefined;
		for (const [container, outline] of [...this.#all]) {
			outline.remove();
			this.#create(container, graph);
		}
	}

	rename(id: string): void {
		for (const outline of this.#all.values()) outline.rename(id);
	}

	select(id: string): void {
		this.#current = id;
		for (const outline of this.#all.values()) outline.select(id);
	}

	clear(): void {
		for (const outline of this.#all.values()) outline.remove();
		this.#all.clear();
	}

	#create(container: Element, graph: Graph): void {
		const outline = new Outline(container, graph, this.options);
		if (this.#current !== undefined) outline.select(this.#current);
		this.#all.set(container, outline);
	}
}
