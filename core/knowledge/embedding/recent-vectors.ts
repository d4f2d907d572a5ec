import type { VectorMemory } from '../../ports';

/** The vectors of the last questions, in memory alone: the same question is asked again and again, by people and by agents. */
export class RecentVectors {
	readonly #vectors = new Map<string, number[]>();

	/** @param most questions */
	constructor(private readonly most = 1_000) {}

	of(model: string): VectorMemory {
		const keyOf = (text: string) => `${model}\n${text}`;
		return {
			read: (texts) => Promise.resolve(texts.map((text) => this.#read(keyOf(text)))),
			write: (texts, vectors) => Promise.resolve(texts.forEach((text, index) => this.#write(keyOf(text), vectors[index]!))),
		};
	}

	#read(key: string): number[] | undefined {
		const vector = this.#vectors.get(key);
		if (vector) this.#write(key, vector);
		return vector;
	}

	#write(key: string, vector: number[]): void {
		this.#vectors.delete(key);
		this.#vectors.set(key, vector);
		for (const oldest of this.#vectors.keys()) {
			if (this.#vectors.size <= this.most) return;
			this.#vectors.delete(oldest);
		}
	}
}
