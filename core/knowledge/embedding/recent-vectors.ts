import { BoundedCache } from '../../base/bounded-cache';
import type { VectorMemory } from '../../ports/models/models';

/** In memory only: people and agents repeat questions. */
export class RecentVectors {
	readonly #vectors: BoundedCache<number[]>;

	/** @param max number of questions */
	constructor(max = 1_000) {
		this.#vectors = new BoundedCache(max);
	}

	forModel(model: string): VectorMemory {
		const createKey = (text: string) => `${model}\n${text}`;
		return {
			read: (texts) => Promise.resolve(texts.map((text) => this.#vectors.get(createKey(text)))),
			write: (texts, vectors) => Promise.resolve(texts.forEach((text, index) => this.#vectors.set(createKey(text), vectors[index]!))),
		};
	}
}
