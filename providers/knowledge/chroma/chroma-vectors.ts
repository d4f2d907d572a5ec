import type { RankedChunk } from '../../../core/ports/knowledge/knowledge-store';
import { idsAtOnce, type ChromaCollections } from './chroma-collections';
import { deliverToChroma } from './chroma-delivery';
import { recordId } from './chroma-records';
import { searchChroma } from './chroma-search';
import { isOneOf } from '../database/is-one-of';
import * as outside from '../vectors/outside-vectors';
import type { Connection } from '../database/knowledge-tables';
import type { Transactions, Look, VectorDelivery, VectorIndex, VectorSearch, Wanted } from '../vectors/vector-index';
import { slices } from '../database/word-rows';

const maxDeliveryMs = 15 * 60_000;
const leavingAtOnce = 1_000;

/**
 * Vectors arrive before the change that stores them and leave after the one that removes them. A crash in between leaves vectors that searches ignore
 * and a later change removes.
 */
export class ChromaVectors implements VectorIndex {
	readonly place = 'chroma';

	constructor(
		private readonly collections: ChromaCollections,
		private readonly now: () => number = Date.now,
	) {}

	async deliver(catalogue: Transactions, wanted: () => Promise<Wanted>): Promise<VectorDelivery> {
		return deliverToChroma(this.collections, catalogue, await wanted(), this.now());
	}

	async remove(connection: Connection, generation: number, { id }: { id: string }): Promise<void> {
		await outside.dismiss(connection, generation, id);
	}

	forget(generation: number): void {
		this.collections.forget(generation);
	}

	async read(look: Look, ids: string[]): Promise<Map<string, Float32Array>> {
		const { generation, chunks } = await look(async ({ connection, index }) => ({
			generation: index.generation,
			chunks: await findRecords(connection, index.generation, ids),
		}));
		const vectors = await this.collections.vectors(generation, [...chunks.keys()]);
		return new Map([...vectors].map(([record, vector]) => [chunks.get(record)!, vector]));
	}

	async nearest(look: Look, search: VectorSearch): Promise<RankedChunk[]> {
		return searchChroma(this.collections, look, search);
	}

	async settle(catalogue: Transactions): Promise<void> {
		const since = this.now() - maxDeliveryMs;
		if (await catalogue.read((connection) => outside.anyAbandoned(connection, since)))
			await catalogue.change((connection) => outside.dismissAbandoned(connection, since));
		for (;;) {
			const leaving = await catalogue.read((connection) => outside.leaving(connection, leavingAtOnce));
			for (const [generation, some] of Map.groupBy(leaving, (one) => one.generation)) await this.#sweep(catalogue, generation, some);
			if (leaving.length < leavingAtOnce) return;
		}
	}

	async #sweep(catalogue: Transactions, generation: number, leaving: outside.Leaving[]): Promise<void> {
		const isThere = await catalogue.read((connection) =>
			connection.selectFrom('knowledge_collections').select('generation').where('generation', '=', generation).executeTakeFirst(),
		);
		if (!isThere) {
			await this.collections.drop(generation);
		} else {
			const ids = leaving.flatMap(({ delivery, chunks }) => Array.from({ length: chunks }, (_, ordinal) => recordId(delivery, ordinal)));
			for (const some of slices(ids, idsAtOnce)) await this.collections.find(generation, (collection) => collection.delete({ ids: some }));
		}
		const gone = leaving.map(({ delivery }) => delivery);
		await catalogue.change((connection) => outside.forgetLeft(connection, generation, gone));
	}
}

async function findRecords(connection: Connection, generation: number, ids: string[]): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const some of slices(ids, idsAtOnce)) {
		const chunks = await connection
			.selectFrom('knowledge_chunks')
			.select(['id', 'document', 'ordinal'])
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'id', some))
			.execute();
		const kept = await outside.listKept(connection, generation, 'document', [...new Set(chunks.map(({ document }) => document))]);
		const deliveries = new Map(kept.map(({ document, delivery }) => [document, delivery]));
		for (const { id, document, ordinal } of chunks)
			if (deliveries.has(document)) found.set(recordId(deliveries.get(document)!, ordinal), id);
	}
	return found;
}
