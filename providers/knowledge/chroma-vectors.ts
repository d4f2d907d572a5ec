import { hash, randomBytes } from 'node:crypto';
import type { Collection as ChromaCollection } from 'chromadb';
import { TroupeError } from '../../core/errors';
import type { PreparedDocument, RankedChunk } from '../../core/ports';
import { bestNamed } from './best-named';
import type { Catalogue } from './catalogue';
import { readRecordId, recordId, recordsOf } from './chroma-records';
import { ChromaMissing, type ChromaServer } from './chroma-server';
import { dot } from './embedded-vectors';
import { isOneOf } from './is-one-of';
import * as outside from './outside-vectors';
import type { CollectionRow, Connection } from './tables';
import { NotDelivered, type Look, type Seen, type VectorDelivery, type VectorIndex, type VectorSearch, type Wanted } from './vector-index';
import { slices } from './word-rows';

/** After so long nobody still brings what it announced. */
const longestDeliveryMs = 15 * 60_000;
const leavingAtOnce = 1_000;
const idsAtOnce = 1_000;
/** Candidates beyond what is wanted: those that are nearly equal are put in order by us. */
const spare = 50;
/** Of single precision, in which Chroma reckons. */
const nearlyEqual = 2e-6;
/** Behind a filter that leaves so few, Chroma is told which; else it is asked for more than is wanted. */
const namedIds = 4_000;
/** How often the collection may change while it is searched. */
const mostLooks = 8;

/**
 * Vectors in a Chroma server, a collection of its own for each generation. They are written before the change that keeps them, under ids that
 * no other delivery has, and go after the change that takes them out: whoever is killed in between leaves what the catalogue has announced and
 * does not keep, which is passed over by searches and swept after the next change (docs/decisions/0084).
 */
export class ChromaVectors implements VectorIndex {
	readonly place = 'chroma';
	readonly #collections = new Map<number, ChromaCollection>();

	/** @param owner tells the collections of one catalogue's tenant from all others */
	constructor(
		private readonly server: ChromaServer,
		private readonly owner: string,
		private readonly now: () => number = Date.now,
	) {}

	async deliver(catalogue: Catalogue, wanted: () => Promise<Wanted>): Promise<VectorDelivery> {
		const { row, documents } = await wanted();
		const { generation } = row;
		const coming = new Map(documents.filter(({ vectors }) => vectors && vectors.length > 0).map((one) => [newDelivery(), one]));
		const announced = [...coming].map(([delivery, { id, chunks }]) => ({
			delivery,
			document: id,
			chunks: chunks.length,
			since: this.now(),
		}));
		const dismiss = async (unkept: outside.Announced[]) => {
			if (unkept.length > 0) await catalogue.change((connection) => outside.dismissComing(connection, generation, unkept));
		};
		if (coming.size > 0) {
			await catalogue.change((connection) => outside.announce(connection, generation, announced));
			try {
				await this.#bring(row, coming);
			} catch (fault) {
				await dismiss(announced);
				throw fault;
			}
		}
		const byDocument = new Map(announced.map(({ document, delivery }) => [document, delivery]));
		const kept = new Set<string>();
		return {
			keep: async (connection, ofChange, { id, vectors = [] }, first) => {
				if (vectors.length === 0) return;
				const delivery = byDocument.get(id);
				const came = delivery !== undefined && ofChange === generation && (await outside.keep(connection, generation, delivery, first));
				if (!came) throw new NotDelivered(row.name);
				kept.add(delivery);
			},
			end: (stands) => dismiss(announced.filter(({ delivery }) => !stands || !kept.has(delivery))),
		};
	}

	async remove(connection: Connection, generation: number, { id }: { id: string }): Promise<void> {
		await outside.dismiss(connection, generation, id);
	}

	forget(generation: number): void {
		this.#collections.delete(generation);
	}

	async read(look: Look, ids: string[]): Promise<Map<string, Float32Array>> {
		const { generation, chunks } = await look(async ({ connection, index }) => ({
			generation: index.generation,
			chunks: await recordsOfChunks(connection, index.generation, ids),
		}));
		const vectors = await this.#vectors(generation, [...chunks.keys()]);
		return new Map([...vectors].map(([record, vector]) => [chunks.get(record)!, vector]));
	}

	async nearest(look: Look, search: VectorSearch): Promise<RankedChunk[]> {
		let more = 1;
		for (let looks = 1; ; looks++) {
			const plan = await look((seen) => planSearch(seen, search));
			if (plan.fitting === 0) return [];
			const wanted = Math.min(search.limit, plan.fitting);
			const asked = plan.records ? Math.min(plan.records.length, search.limit + spare) : Math.ceil(plan.atLeast * more);
			const near = await this.#order(plan.generation, search.vector, await this.#ask(plan, search.vector, asked));
			const named = await look((seen) => nameNear(seen, near, search.limit));
			const changed = named.revision !== plan.revision && named.unknown > 0;
			const tooFew = named.chunks.length < wanted && !plan.records && asked < 2 * plan.total;
			if ((!changed && !tooFew) || looks === mostLooks) return named.chunks;
			if (tooFew) more *= 4;
		}
	}

	async settle(catalogue: Catalogue): Promise<void> {
		const since = this.now() - longestDeliveryMs;
		if (await catalogue.read((connection) => outside.anyAbandoned(connection, since)))
			await catalogue.change((connection) => outside.dismissAbandoned(connection, since));
		for (;;) {
			const leaving = await catalogue.read((connection) => outside.leaving(connection, leavingAtOnce));
			for (const [generation, some] of Map.groupBy(leaving, (one) => one.generation)) await this.#sweep(catalogue, generation, some);
			if (leaving.length < leavingAtOnce) return;
		}
	}

	/** Leaves nothing of them in Chroma, and of a generation that is gone nothing at all. */
	async #sweep(catalogue: Catalogue, generation: number, leaving: outside.Leaving[]): Promise<void> {
		const isThere = await catalogue.read((connection) =>
			connection.selectFrom('knowledge_collections').select('generation').where('generation', '=', generation).executeTakeFirst(),
		);
		if (!isThere) {
			this.#collections.delete(generation);
			await this.server.remove(this.#nameOf(generation));
		} else {
			const ids = leaving.flatMap(({ delivery, chunks }) => Array.from({ length: chunks }, (_, ordinal) => recordId(delivery, ordinal)));
			for (const some of slices(ids, idsAtOnce)) await this.#of(generation, (collection) => collection.delete({ ids: some }));
		}
		const gone = leaving.map(({ delivery }) => delivery);
		await catalogue.change((connection) => outside.forgetLeft(connection, generation, gone));
	}

	async #bring(row: CollectionRow, coming: ReadonlyMap<string, PreparedDocument>): Promise<void> {
		const { generation } = row;
		const mostRecords = await this.server.mostAtOnce();
		const made = this.#collections.get(generation) ?? (await this.server.make(this.#nameOf(generation), describe(row)));
		this.#collections.set(generation, made);
		try {
			for (const records of recordsOf(coming, mostRecords)) await this.server.ask(() => made.add(records));
		} catch (fault) {
			if (!(fault instanceof ChromaMissing)) throw fault;
			// Dropped meanwhile, and perhaps made again.
			this.#collections.delete(generation);
			throw new NotDelivered(row.name, fault);
		}
	}

	async #ask({ generation, records }: SearchPlan, vector: Float32Array, asked: number): Promise<Near[]> {
		const found = await this.#of(generation, (collection) =>
			collection.query({
				queryEmbeddings: [Array.from(vector)],
				nResults: asked,
				include: ['distances'],
				...(records && { ids: records }),
			}),
		);
		if (!found) throw lost(generation);
		return (found.ids[0] ?? []).map((record, index) => ({ record, score: 1 - found.distances[0]![index]! }));
	}

	/** Those that single precision cannot tell apart are reckoned again, as on every other store. */
	async #order(generation: number, vector: Float32Array, near: Near[]): Promise<Near[]> {
		const sorted = near.sort((a, b) => b.score - a.score);
		const isNear = (one: Near, other: Near | undefined) => other !== undefined && Math.abs(one.score - other.score) <= nearlyEqual;
		const unsure = sorted.filter((one, index) => isNear(one, sorted[index - 1]) || isNear(one, sorted[index + 1]));
		const vectors = await this.#vectors(
			generation,
			unsure.map(({ record }) => record),
		);
		return sorted.map(({ record, score }) => ({ record, score: vectors.has(record) ? dot(vector, vectors.get(record)!) : score }));
	}

	async #vectors(generation: number, records: string[]): Promise<Map<string, Float32Array>> {
		const found = new Map<string, Float32Array>();
		for (const ids of slices(records, idsAtOnce)) {
			const some = await this.#of(generation, (collection) => collection.get({ ids, include: ['embeddings'] }));
			if (!some) throw lost(generation);
			some.ids.forEach((record, index) => found.set(record, Float32Array.from(some.embeddings[index]!)));
		}
		return found;
	}

	/** Undefined where Chroma has no such collection. */
	async #of<Result>(generation: number, act: (collection: ChromaCollection) => Promise<Result>): Promise<Result | undefined> {
		const known = this.#collections.get(generation);
		const collection = known ?? (await this.server.find(this.#nameOf(generation)));
		if (!collection) return undefined;
		this.#collections.set(generation, collection);
		try {
			return await this.server.ask(() => act(collection));
		} catch (fault) {
			if (!(fault instanceof ChromaMissing)) throw fault;
			this.#collections.delete(generation);
			// One that was remembered may have been made anew meanwhile.
			return known ? this.#of(generation, act) : undefined;
		}
	}

	#nameOf(generation: number): string {
		return `troupe-${this.owner}-${generation}`;
	}
}

interface Near {
	record: string;
	score: number;
}

interface SearchPlan {
	generation: number;
	revision: number;
	total: number;
	/** How many chunks fit what is asked for. */
	fitting: number;
	/** Of those that fit, where they are few. */
	records?: string[];
	/** So many are asked for where they are not named. */
	atLeast: number;
}

export const ownerOf = (tenant: string) => hash('sha256', tenant).slice(0, 12);

const newDelivery = () => randomBytes(9).toString('base64url');

const describe = ({ name, stamp }: CollectionRow) => ({ troupe: name.toWellFormed(), stamp });

async function planSearch({ connection, index, fits }: Seen, { limit, filtered }: VectorSearch): Promise<SearchPlan> {
	const { generation, revision, total } = index;
	let fitting = total;
	if (filtered) fitting = index.lengths.reduce((sum, length, number) => (length > 0 && fits(number) ? sum + 1 : sum), 0);
	const share = fitting / Math.max(1, total);
	const plan = { generation, revision, total, fitting, atLeast: Math.max(100, (1.5 * (limit + spare)) / Math.max(share, 1e-6)) };
	plan.atLeast = Math.ceil(filtered ? Math.min(plan.atLeast, 2 * total) : limit + spare);
	if (!filtered || fitting > namedIds) return plan;
	const records = (await outside.allKept(connection, generation)).flatMap(({ delivery, first_chunk: first, chunks }) =>
		Array.from({ length: chunks }, (_, ordinal) => ordinal).flatMap((ordinal) =>
			fits(first + ordinal) ? [recordId(delivery, ordinal)] : [],
		),
	);
	return { ...plan, records };
}

/** Only what the catalogue keeps counts. @returns `unknown` how many of them it does not */
async function nameNear({ connection, index, fits }: Seen, near: Near[], limit: number) {
	const placed = near.map(({ record, score }) => ({ ...readRecordId(record), score }));
	const kept = await outside.keptOf(connection, index.generation, 'delivery', [...new Set(placed.map(({ delivery }) => delivery))]);
	const firsts = new Map(kept.map(({ delivery, first_chunk: first }) => [delivery, first]));
	const numbers = placed.flatMap(({ delivery, ordinal, score }) => {
		const first = firsts.get(delivery);
		return first === undefined ? [] : [{ number: first + ordinal, score }];
	});
	const chunks = await bestNamed(
		connection,
		index.generation,
		numbers.filter(({ number }) => fits(number)),
		limit,
	);
	return { revision: index.revision, unknown: placed.length - numbers.length, chunks };
}

/** By record the id of the chunk. */
async function recordsOfChunks(connection: Connection, generation: number, ids: string[]): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const some of slices(ids, idsAtOnce)) {
		const chunks = await connection
			.selectFrom('knowledge_chunks')
			.select(['id', 'document', 'ordinal'])
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'id', some))
			.execute();
		const kept = await outside.keptOf(connection, generation, 'document', [...new Set(chunks.map(({ document }) => document))]);
		const deliveries = new Map(kept.map(({ document, delivery }) => [document, delivery]));
		for (const { id, document, ordinal } of chunks)
			if (deliveries.has(document)) found.set(recordId(deliveries.get(document)!, ordinal), id);
	}
	return found;
}

function lost(generation: number): TroupeError {
	return new TroupeError({
		code: 'KNOWLEDGE_STORE_UNREACHABLE',
		message: 'The Chroma server does not have the vectors that the catalogue knows of: it is another one, or its data were removed.',
		fix: 'Name the server that has them (TROUPE_CHROMA_URL), or re-embed the collection; its words are searched meanwhile.',
		details: { generation },
	});
}
