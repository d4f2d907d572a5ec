import { type Asker, mayRead } from '../../../core/ports/knowledge/readers';
import { BoundedCache } from '../../../core/base/bounded-cache';
import type { Postings } from '../../../core/words/postings';
import type { ScoredCollection } from '../../../core/words/score-words';
import type { StoredAccess } from '../database/known-documents';
import type { Connection } from '../database/knowledge-tables';

const cachedBytes = 32 * 1024 * 1024;

export interface Readable {
	has(number: number): boolean;
	/** As if the collection had only these chunks. */
	narrow(all: ScoredCollection): ScoredCollection;
}

interface Restricted extends StoredAccess {
	first: number;
	count: number;
}

/** Costs nothing in a collection without readers and ends. */
export class ReadableChunks {
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
		let [total, words] = [0, 0];
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
