import { BoundedCache } from '../../base/bounded-cache';
import type { VectorMemory } from '../../ports';

/** Caches the vectors of recent questions, in memory only: people and agents repeat questions. */
export class RecentVectors {
	readonly #vectors: BoundedCache<number[]>;

	/** @param max number of questions */
	constructor(most = 1_000) {
		this.#vectors = new BoundedCache(most);
	}

	of(model: string): VectorMemory {
		const keyOf = (text: string) => `${model}\n${text}`;
		return {
			read: (texts) => Promise.resolve(texts.map((text) => this.#vectors.get(keyOf(text)))),
			write: (texts, vectors) => Promise.resolve(texts.forEach((text, index) => this.#vectors.set(keyOf(text), vectors[index]!))),
		};
	}
}
