import { BoundedCache } from '../../base/bounded-cache';
import type { VectorMemory } from '../../ports';

/** The vectors of the last questions, in memory alone: the same question is asked again and again, by people and by agents. */
export class RecentVectors {
	readonly #vectors: BoundedCache<number[]>;

	/** @param most questions */
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
