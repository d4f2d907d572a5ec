import type { Collection as ChromaCollection } from 'chromadb';
import { hash } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { ChromaMissing, type ChromaServer } from './chroma-server';
import type { CollectionRow } from '../database/knowledge-tables';
import { slices } from '../database/word-rows';

export const idsAtOnce = 1_000;

/** One Chroma collection for each generation, with names that separate tenants. */
export class ChromaCollections {
	readonly #known = new Map<number, ChromaCollection>();
	readonly #owner: string;

	constructor(
		readonly server: ChromaServer,
		tenant: string,
	) {
		this.#owner = hash('sha256', tenant).slice(0, 12);
	}

	/**
	 * @param isNew true if the catalogue has no vectors: a lost collection is not recreated, because searches would silently miss its vectors @throws
	 * ChromaMissing if it was dropped in the meantime; TroupeError KNOWLEDGE_STORE_UNREACHABLE
	 */
	async make<Result>(row: CollectionRow, isNew: boolean, act: (collection: ChromaCollection) => Promise<Result>): Promise<Result> {
		const { generation, name, stamp } = row;
		let made = this.#known.get(generation) ?? (await this.server.find(this.#nameOf(generation)));
		if (!made && !isNew) throw lost(generation);
		made ??= await this.server.make(this.#nameOf(generation), { troupe: name, stamp });
		this.#known.set(generation, made);
		try {
			return await act(made);
		} catch (fault) {
			if (fault instanceof ChromaMissing) this.#known.delete(generation);
			throw fault;
		}
	}

	/** Undefined if Chroma has no such collection. */
	async find<Result>(generation: number, act: (collection: ChromaCollection) => Promise<Result>): Promise<Result | undefined> {
		const known = this.#known.get(generation);
		const collection = known ?? (await this.server.find(this.#nameOf(generation)));
		if (!collection) return undefined;
		this.#known.set(generation, collection);
		try {
			return await this.server.ask(() => act(collection));
		} catch (fault) {
			if (!(fault instanceof ChromaMissing)) throw fault;
			this.#known.delete(generation);
			// A cached collection may have been created again.
			return known ? this.find(generation, act) : undefined;
		}
	}

	/** For a listed collection. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE */
	async get<Result>(generation: number, act: (collection: ChromaCollection) => Promise<Result>): Promise<Result> {
		const found = await this.find(generation, async (collection) => ({ result: await act(collection) }));
		if (!found) throw lost(generation);
		return found.result;
	}

	async vectors(generation: number, records: string[]): Promise<Map<string, Float32Array>> {
		const found = new Map<string, Float32Array>();
		for (const ids of slices(records, idsAtOnce)) {
			const some = await this.get(generation, (collection) => collection.get({ ids, include: ['embeddings'] }));
			some.ids.forEach((record, index) => found.set(record, Float32Array.from(some.embeddings[index]!)));
		}
		return found;
	}

	async drop(generation: number): Promise<void> {
		this.forget(generation);
		await this.server.remove(this.#nameOf(generation));
	}

	forget(generation: number): void {
		this.#known.delete(generation);
	}

	#nameOf(generation: number): string {
		return `troupe-${this.#owner}-${generation}`;
	}
}

export function lost(generation: number): TroupeError {
	return new TroupeError({
		code: 'KNOWLEDGE_STORE_UNREACHABLE',
		message: 'The Chroma server does not have the vectors that the catalogue lists: it is a different server, or its data was removed.',
		fix: 'Set TROUPE_CHROMA_URL to the server that has them, or re-embed the collection. Until then, only search by words works.',
		details: { generation },
	});
}
