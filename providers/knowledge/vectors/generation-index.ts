import { fitsFilter } from '../../../core/ports/knowledge/filter/fits-filter';
import { mayRead } from '../../../core/ports/knowledge/readers';
import { blockSize, decodePostings, type Postings } from '../../../core/words/postings';
import type { ScoredCollection } from '../../../core/words/score-words';
import { isOneOf } from '../database/is-one-of';
import type { Filter, Metadata } from '../../../core/ports/knowledge/filter/filter';
import type { Asker } from '../../../core/ports/knowledge/readers';
import { BoundedCache } from '../../../core/base/bounded-cache';
import { collectMetadata } from '../database/known-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import type { StoredAccess } from '../database/known-documents';

const cachedBytes = 32 * 1024 * 1024;

interface Readable {
	has(number: number): boolean;
	/** As if the collection had only these chunks. */
	narrow(all: ScoredCollection): ScoredCollection;
}

interface Restricted extends StoredAccess {
	first: number;
	count: number;
}

/** Costs nothing in a collection without readers and ends. */
class ReadableChunks {
	readonly #cache = new BoundedCache<Readable>(cachedBytes);
	#restricted?: { documents: Restricted[]; names: ReadonlySet<string> };

	constructor(
		private readonly index: { generation: number; lengths: Uint32Array },
		private readonly readers: string | null,
	) {}

	/** Undefined if somebody finds all chunks. */
	async find(connection: Connection, asker: Asker, now: number): Promise<Readable | undefined> {
		if (this.readers !== null && !mayRead(JSON.parse(this.readers) as string[], asker)) return this.#build(() => true);
		const { documents, names } = (this.#restricted ??= await this.#read(connection));
		const hidden = documents.filter(
			({ readers, validUntil = Infinity, quarantined }) => quarantined !== undefined || validUntil <= now || !mayRead(readers, asker),
		);
		if (hidden.length === 0) return undefined;
		// Askers with the same rights share an entry.
		const own = asker === 'operator' ? asker : asker.filter((name) => names.has(name)).sort();
		const ended = documents.reduce((last, { validUntil = 0 }) => (validUntil <= now ? Math.max(last, validUntil) : last), 0);
		const key = JSON.stringify([own, ended]);
		const cached = this.#cache.get(key);
		if (cached) return cached;
		const built = this.#build(listNumbers(hidden));
		this.#cache.set(key, built, 2 * this.index.lengths.byteLength + 2 * key.length);
		return built;
	}

	async #read(connection: Connection) {
		const rows = await connection
			.selectFrom('knowledge_documents')
			.select(['access', 'first_chunk', 'chunks'])
			.where('generation', '=', this.index.generation)
			.where('access', 'is not', null)
			.execute();
		const documents = rows.map(({ access, first_chunk: first, chunks: count }) => ({
			...(JSON.parse(access!) as StoredAccess),
			first,
			count,
		}));
		return { documents, names: new Set(documents.flatMap(({ readers = [] }) => readers)) };
	}

	#build(isHidden: (number: number) => boolean): Readable {
		const { lengths } = this.index;
		let total = 0;
		let words = 0;
		const bits = new Uint8Array(Math.ceil(lengths.length / 8));
		for (const [number, length] of lengths.entries()) {
			if (length === 0 || isHidden(number)) continue;
			bits[number >> 3]! |= 1 << (number & 7);
			[total, words] = [total + 1, words + length - 1];
		}
		const has = (number: number) => (bits[number >> 3]! & (1 << (number & 7))) !== 0;
		// A new array: cached computations depend on the average length.
		const readable = lengths.map((length, number) => (has(number) ? length : 0));
		const averageLength = Math.max(1, words) / Math.max(1, total);
		return {
			has,
			narrow: ({ postings }) => ({ lengths: readable, total, averageLength, postings: (term) => keep(postings(term), has) }),
		};
	}
}

function listNumbers(documents: Restricted[]): (number: number) => boolean {
	const numbers = new Set(documents.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index)));
	return (number) => numbers.has(number);
}

function keep(postings: Postings | undefined, has: (number: number) => boolean): Postings | undefined {
	if (!postings) return undefined;
	const { numbers, counts } = postings;
	return { numbers: numbers.filter(has), counts: counts.filter((_, index) => has(numbers[index]!)) };
}

/** Bytes of one generation. */
const postingsBytes = 32 * 1024 * 1024;
const filterBytes = 4 * 1024 * 1024;
const describedBytes = 16 * 1024 * 1024;
const documentsAtOnce = 2_000;

interface Block {
	revision: number;
	lengths: Uint32Array;
}

/**
 * Cached index of one revision: chunk lengths, and recent postings and filters within limits. Immutable: another revision gets another index, which
 * takes over equal blocks.
 */
export class GenerationIndex {
	/** By chunk number: words plus one; 0 if there is no chunk. */
	readonly lengths: Uint32Array;
	readonly total: number;
	readonly averageLength: number;
	readonly #postings = new BoundedCache<Postings>(postingsBytes);
	readonly #fitting = new BoundedCache<Uint8Array>(filterBytes);
	readonly #readable: ReadableChunks;
	#described?: { documents: Described[]; bytes: number } | 'too many';

	private constructor(
		readonly generation: number,
		readonly revision: number,
		readonly blocks: ReadonlyMap<number, Block>,
		readers: string | null,
	) {
		const last = Math.max(-1, ...blocks.keys());
		this.lengths = new Uint32Array((last + 1) * blockSize);
		for (const [block, { lengths }] of blocks) this.lengths.set(lengths, block * blockSize);
		let total = 0;
		let words = 0;
		for (const length of this.lengths) if (length > 0) [total, words] = [total + 1, words + length - 1];
		this.total = total;
		this.averageLength = Math.max(1, words) / Math.max(1, total);
		this.#readable = new ReadableChunks(this, readers);
	}

	static async load(
		connection: Connection,
		row: Pick<CollectionRow, 'generation' | 'revision' | 'readers'>,
		before?: GenerationIndex,
	): Promise<GenerationIndex> {
		if (before?.generation === row.generation && before.revision === row.revision) return before;
		const { generation } = row;
		const known = before?.generation === generation ? before.blocks : new Map<number, Block>();
		const heads = await connection
			.selectFrom('knowledge_blocks')
			.select(['block', 'revision'])
			.where('generation', '=', generation)
			.execute();
		const blocks = new Map<number, Block>();
		for (const { block, revision } of heads) {
			const same = known.get(block);
			blocks.set(block, same?.revision === revision ? same : await readBlock(connection, generation, block));
		}
		return new GenerationIndex(generation, row.revision, blocks, row.readers);
	}

	async postings(connection: Connection, terms: string[]): Promise<Map<string, Postings>> {
		const found = new Map<string, Postings>();
		const unknown = terms.filter((term) => {
			const known = this.#postings.get(term);
			if (known) found.set(term, known);
			return !known;
		});
		if (unknown.length === 0) return found;
		const rows = await connection
			.selectFrom('knowledge_words')
			.select(['term', 'block', 'postings'])
			.where('generation', '=', this.generation)
			.where(isOneOf(connection, 'term', unknown))
			.orderBy('term')
			.orderBy('block')
			.execute();
		const byTerm = Map.groupBy(rows, ({ term }) => term);
		for (const term of unknown) {
			const postings = decodePostings((byTerm.get(term) ?? []).map(({ block, postings: bytes }) => ({ block, bytes })));
			found.set(term, postings);
			this.#postings.set(term, postings, 100 + postings.numbers.byteLength + postings.counts.byteLength);
		}
		return found;
	}

	/** Undefined if somebody finds all chunks. */
	async readable(connection: Connection, asker: Asker, now: number): Promise<Readable | undefined> {
		return this.#readable.find(connection, asker, now);
	}

	async fitting(connection: Connection, filter: Filter | undefined): Promise<(number: number) => boolean> {
		if (!filter) return (number) => this.lengths[number]! > 0;
		const key = JSON.stringify(filter);
		let bits = this.#fitting.get(key);
		if (!bits) {
			bits = new Uint8Array(Math.ceil(this.lengths.length / 8));
			for await (const documents of this.#documents(connection))
				for (const { first, count, metadata } of documents)
					if (fitsFilter(filter, metadata))
						for (let number = first; number < first + count; number++) bits[number >> 3]! |= 1 << (number & 7);
			this.#fitting.set(key, bits, bits.byteLength + 2 * key.length);
		}
		const fitting = bits;
		return (number) => (fitting[number >> 3]! & (1 << (number & 7))) !== 0;
	}

	async *#documents(connection: Connection): AsyncIterable<Described[]> {
		if (typeof this.#described === 'object') {
			yield this.#described.documents;
			return;
		}
		const collected = { documents: [] as Described[], bytes: 0 };
		for (let after = ''; ;) {
			const rows = await connection
				.selectFrom('knowledge_documents')
				.select(['id', 'description', 'ingested_at', 'first_chunk', 'chunks'])
				.where('generation', '=', this.generation)
				.where('id', '>', after)
				.orderBy('id')
				.limit(documentsAtOnce)
				.execute();
			const documents = rows.map((row) => ({ first: row.first_chunk, count: row.chunks, metadata: collectMetadata(row) }));
			collected.bytes += rows.reduce((sum, { description }) => sum + 200 + 2 * description.length, 0);
			if (collected.bytes <= describedBytes) collected.documents.push(...documents);
			else collected.documents.length = 0;
			yield documents;
			if (rows.length < documentsAtOnce) break;
			after = rows.at(-1)!.id;
		}
		this.#described = collected.bytes <= describedBytes ? collected : 'too many';
	}
}

interface Described {
	first: number;
	count: number;
	metadata: Metadata;
}

async function readBlock(connection: Connection, generation: number, block: number): Promise<Block> {
	const { revision, lengths } = await connection
		.selectFrom('knowledge_blocks')
		.select(['revision', 'lengths'])
		.where('generation', '=', generation)
		.where('block', '=', block)
		.executeTakeFirstOrThrow();
	return { revision, lengths: asNumbers(lengths) };
}

/** Copies: bytes from a database are not aligned. */
function asNumbers(bytes: Uint8Array): Uint32Array {
	return new Uint32Array(Uint8Array.from(bytes).buffer);
}
