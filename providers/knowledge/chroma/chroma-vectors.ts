import { randomBytes } from 'node:crypto';
import type { RankedChunk } from '../../../core/ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import { bestNamed } from '../vectors/best-named';
import { dot } from '../vectors/embedded-vectors';
import { NotDelivered } from '../vectors/vector-index';
import { idsAtOnce, lost, type ChromaCollections } from './chroma-collections';
import { readRecordId, recordId, toRecords } from './chroma-records';
import { isOneOf } from '../database/is-one-of';
import * as outside from '../vectors/outside-vectors';
import type { Connection } from '../database/knowledge-tables';
import type { Look, Seen, Transactions, VectorDelivery, VectorIndex, VectorSearch, Wanted } from '../vectors/vector-index';
import { slices } from '../database/word-rows';
import { ChromaMissing } from './chroma-server';

/** Additional candidates: nearly equal scores are ordered here. */
const spare = 50;
const nearlyEqual = 2e-6;
/** Max chunks that Chroma gets by id; above, more results are requested. */
const namedIds = 4_000;
/** Max requested ties: ids decide, and their vectors must be read. */
const maxEqual = 4_000;
const maxLooks = 8;

async function searchChroma(collections: ChromaCollections, look: Look, search: VectorSearch): Promise<RankedChunk[]> {
	let more = 1;
	for (let looks = 1; ; looks++) {
		const plan = await look((seen) => planSearch(seen, search));
		if (plan.fitting === 0) return [];
		const asked = Math.ceil((plan.records ? search.limit + spare : plan.atLeast) * more);
		const candidates = await ask(collections, plan, search.vector, Math.min(asked, plan.records?.length ?? asked));
		const farthest = candidates.at(-1)?.score ?? -Infinity;
		let near = await order(collections, plan, search.vector, candidates);
		let named = await look((seen) => nameNear(seen, near, search.limit));
		const isAll = candidates.length < asked;
		if (isAll && named.revision === plan.revision && named.fitting < plan.fitting) {
			near = [...near, ...(await findMissed(collections, look, search.vector, near))];
			named = await look((seen) => nameNear(seen, near, search.limit));
		}
		const changed = named.revision !== plan.revision && named.unknown > 0;
		const tooFew = named.chunks.length < Math.min(search.limit, plan.fitting) && !isAll;
		const last = named.chunks[search.limit - 1]?.score ?? Infinity;
		const amongEquals = !isAll && asked < maxEqual && last - farthest <= nearlyEqual;
		if ((!changed && !tooFew && !amongEquals) || looks === maxLooks) return named.chunks;
		if (tooFew || amongEquals) more *= 4;
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
	fitting: number;
	records?: string[];
	atLeast: number;
}

async function planSearch({ connection, index, fits, filtered }: Seen, { limit }: VectorSearch): Promise<SearchPlan> {
	const { generation, revision, total } = index;
	let fitting = total;
	if (filtered) fitting = index.lengths.reduce((sum, length, number) => (length > 0 && fits(number) ? sum + 1 : sum), 0);
	const share = fitting / Math.max(1, total);
	const plan = { generation, revision, total, fitting, atLeast: Math.max(100, (1.5 * (limit + spare)) / Math.max(share, 1e-6)) };
	plan.atLeast = Math.ceil(filtered ? Math.min(plan.atLeast, 2 * total) : limit + spare);
	if (!filtered || fitting > namedIds) return plan;
	return { ...plan, records: await recordsThatFit({ connection, index, fits }) };
}

async function recordsThatFit({ connection, index, fits }: Pick<Seen, 'connection' | 'index' | 'fits'>): Promise<string[]> {
	return (await outside.allKept(connection, index.generation)).flatMap(({ delivery, first_chunk: first, chunks }) =>
		Array.from({ length: chunks }, (_, ordinal) => ordinal).flatMap((ordinal) =>
			fits(first + ordinal) ? [recordId(delivery, ordinal)] : [],
		),
	);
}

/**
 * The approximate index misses some of many equal vectors. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE if Chroma lacks vectors of the catalogue
 */
async function findMissed(collections: ChromaCollections, look: Look, vector: Float32Array, near: Near[]): Promise<Near[]> {
	const seenRecords = new Set(near.map(({ record }) => record));
	const findMissed = (seen: Seen) => recordsThatFit(seen).then((records) => records.filter((record) => !seenRecords.has(record)));
	const { generation, missed } = await look(async (seen) => ({ generation: seen.index.generation, missed: await findMissed(seen) }));
	const some = missed.slice(0, maxEqual);
	const vectors = await collections.vectors(generation, some);
	if (vectors.size < some.length) {
		const kept = new Set(await look(findMissed));
		if (some.some((record) => kept.has(record) && !vectors.has(record))) throw lost(generation);
	}
	return [...vectors].map(([record, one]) => ({ record, score: dot(vector, one) }));
}

/** @returns `unknown` the number of results that the catalogue lacks */
async function nameNear({ connection, index, fits }: Seen, near: Near[], limit: number) {
	const placed = near.map(({ record, score }) => ({ ...readRecordId(record), score }));
	const kept = await outside.listKept(connection, index.generation, 'delivery', [...new Set(placed.map(({ delivery }) => delivery))]);
	const firsts = new Map(kept.map(({ delivery, first_chunk: first }) => [delivery, first]));
	const numbers = placed.flatMap(({ delivery, ordinal, score }) => {
		const first = firsts.get(delivery);
		return first === undefined ? [] : [{ number: first + ordinal, score }];
	});
	const fitting = numbers.filter(({ number }) => fits(number));
	const chunks = await bestNamed(connection, index.generation, fitting, limit);
	return { revision: index.revision, unknown: placed.length - numbers.length, fitting: fitting.length, chunks };
}

async function ask(
	collections: ChromaCollections,
	{ generation, records }: SearchPlan,
	vector: Float32Array,
	asked: number,
): Promise<Near[]> {
	const result = await collections.get(generation, (collection) =>
		collection.query({
			queryEmbeddings: [Array.from(vector)],
			nResults: asked,
			include: ['distances'],
			...(records && { ids: records }),
		}),
	);
	return (result.ids[0] ?? []).map((record, index) => ({ record, score: 1 - result.distances[0]![index]! }));
}

/** Recomputes scores that single precision cannot distinguish, as all stores do. */
async function order(collections: ChromaCollections, { generation }: SearchPlan, vector: Float32Array, near: Near[]): Promise<Near[]> {
	const sorted = near.sort((a, b) => b.score - a.score);
	const isNear = (one: Near, other: Near | undefined) => other !== undefined && Math.abs(one.score - other.score) <= nearlyEqual;
	const unsure = sorted.filter((one, index) => isNear(one, sorted[index - 1]) || isNear(one, sorted[index + 1]));
	const vectors = await collections.vectors(
		generation,
		unsure.map(({ record }) => record),
	);
	return sorted.map(({ record, score }) => ({ record, score: vectors.has(record) ? dot(vector, vectors.get(record)!) : score }));
}

const newDelivery = () => randomBytes(9).toString('base64url');

/** Sends vectors before the change that stores them, under unique ids announced in the catalogue. */
async function deliverToChroma(
	collections: ChromaCollections,
	catalogue: Transactions,
	{ row, documents }: Wanted,
	since: number,
): Promise<VectorDelivery> {
	const { generation } = row;
	const coming = new Map(documents.filter(({ vectors }) => vectors && vectors.length > 0).map((one) => [newDelivery(), one]));
	const announced = [...coming].map(([delivery, { id, chunks }]) => ({ delivery, document: id, chunks: chunks.length, since }));
	const dismiss = async (unkept: outside.Announced[]) => {
		if (unkept.length > 0) await catalogue.change((connection) => outside.dismissComing(connection, generation, unkept));
	};
	if (coming.size > 0) {
		const isNew = await catalogue.change(async (connection) => {
			await outside.announce(connection, generation, announced);
			return !(await outside.anyKept(connection, generation));
		});
		try {
			await bring(collections, row, isNew, coming);
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

async function bring(
	collections: ChromaCollections,
	row: Wanted['row'],
	isNew: boolean,
	coming: ReadonlyMap<string, PreparedDocument>,
): Promise<void> {
	const { server } = collections;
	const maxRecords = await server.readMaxAtOnce();
	try {
		await collections.make(row, isNew, async (collection) => {
			for (const records of toRecords(coming, maxRecords)) await server.ask(() => collection.add(records));
		});
	} catch (fault) {
		if (!(fault instanceof ChromaMissing)) throw fault;
		// Dropped meanwhile, and perhaps created again.
		throw new NotDelivered(row.name, fault);
	}
}

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
