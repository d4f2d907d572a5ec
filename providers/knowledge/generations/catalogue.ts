import { isTroupeError } from '../../../core/base/errors';
import { GenerationIndex } from '../vectors/generation-index';
import type { KnowledgeDatabase } from '../database/knowledge-database';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import type { VectorIndex } from '../vectors/vector-index';

const maxIndexes = 16;

export class Catalogue {
	readonly #indexes = new Map<number, GenerationIndex>();

	constructor(
		readonly database: KnowledgeDatabase,
		readonly vectors: VectorIndex,
		readonly tenant: string,
		readonly now: () => number,
	) {}

	read<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
		return this.database.read(this.tenant, work);
	}

	change<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
		return this.database.change(this.tenant, work);
	}

	async index(connection: Connection, row: CollectionRow): Promise<GenerationIndex> {
		const before = this.#indexes.get(row.generation);
		const index = await GenerationIndex.load(connection, row, before);
		// An older transaction must not restore an older index.
		if (before && before.revision > index.revision) return index;
		this.#indexes.delete(row.generation);
		this.#indexes.set(row.generation, index);
		if (this.#indexes.size > maxIndexes) this.#indexes.delete(this.#indexes.keys().next().value!);
		return index;
	}

	/**
	 * Removes stale vectors after a commit. If their store is unreachable, the catalogue remembers them, no search returns them, and the next change
	 * retries.
	 */
	async settle(): Promise<void> {
		try {
			await this.vectors.settle(this);
		} catch (fault) {
			if (!(isTroupeError(fault) && fault.code === 'KNOWLEDGE_STORE_UNREACHABLE')) throw fault;
		}
	}

	forget({ generation }: CollectionRow): void {
		this.#indexes.delete(generation);
		this.vectors.forget(generation);
	}
}
