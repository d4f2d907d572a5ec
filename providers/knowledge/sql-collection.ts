import { TroupeError } from '../../core/errors';
import { bestScores } from '../../core/knowledge/lexical/best-scores';
import { scoreWords } from '../../core/knowledge/lexical/score-words';
import { isOneOf } from './is-one-of';
import type {
	Collection,
	CollectionStamp,
	CollectionStatistics,
	DocumentFailure,
	DocumentSelection,
	Filter,
	KnownChunk,
	KnownDocument,
	PreparedDocument,
	RankedChunk,
} from '../../core/ports';
import type { Catalogue } from './catalogue';
import { checkDocuments, checkId, storeBounds } from './check-documents';
import { eraseGeneration, findGeneration, makeGeneration, notFound, touch } from './generations';
import { chunkColumns, describe, readDescription, toKnownChunk, toKnownDocument } from './known-documents';
import { bestNamed } from './best-named';
import { selectDocuments, type SelectedRow } from './select-documents';
import { readStamp, stampDiffers, writeStamp } from './stamps';
import { unpackText } from './stored-text';
import { readStatistics } from './statistics';
import { swapGenerations } from './swap-generations';
import type { ChunkRow, CollectionRow, Connection } from './tables';
import { slices } from './word-rows';
import { DocumentChanges } from './write-documents';

const rowsAtOnce = 500;

/** A collection, or its shadow, in the catalogue: each call is one transaction, and sees what others have changed before it. */
export class SqlCollection implements Collection {
	#stamp: CollectionStamp;

	/** @param generation of a shadow, which goes on to be meant when it has taken its collection's place */
	constructor(
		private readonly catalogue: Catalogue,
		readonly name: string,
		stamp: CollectionStamp,
		private readonly generation?: number,
	) {
		this.#stamp = stamp;
	}

	get stamp(): CollectionStamp {
		return this.#stamp;
	}

	async put(documents: PreparedDocument[]): Promise<Array<'added' | 'changed' | 'unchanged'>> {
		checkDocuments(documents, this.stamp);
		if (documents.length === 0) return [];
		return this.catalogue.change(async (connection) => {
			const row = await this.#ofSameStamp(connection);
			const known = await documentsById(connection, row, documents);
			const outcomes = documents.map(({ id, contentHash }) => {
				const before = known.get(id);
				if (!before || before.content_hash === '') return 'added';
				return before.content_hash === contentHash ? 'unchanged' : 'changed';
			});
			await this.#clearFailures(
				connection,
				row,
				documents.filter((_, index) => outcomes[index] === 'unchanged').map(({ id }) => known.get(id)!),
			);
			const written = documents.filter((_, index) => outcomes[index] !== 'unchanged');
			if (written.length === 0) return outcomes;
			const changes = await DocumentChanges.begin(this.catalogue, connection, row);
			await changes.takeOut(written.flatMap(({ id }) => known.get(id) ?? []));
			await refuseTakenIds(connection, row, written);
			const times = await this.#formerTimes(connection, row, written);
			for (const document of written) await changes.putIn(document, times.get(document.id) ?? this.catalogue.now());
			await changes.finish();
			return outcomes;
		});
	}

	async fail(document: { id: string; source?: string }, failure: DocumentFailure, message: string): Promise<void> {
		checkId(document.id);
		const { id, source } = document;
		const failed = { state: 'failed' as const, failure: JSON.stringify({ failure, message: message.slice(0, 1_000) }) };
		await this.catalogue.change(async (connection) => {
			const row = await this.#row(connection);
			const { generation } = await touch(connection, row);
			const described = describe({
				title: id,
				...(source !== undefined && { source }),
				mediaType: 'application/octet-stream',
				metadata: {},
			});
			await connection
				.insertInto('knowledge_documents')
				.values({
					...{ generation, id, description: described, content_hash: '', ...failed, ingested_at: this.catalogue.now() },
					...{ first_chunk: 0, chunks: 0, characters: 0, pages: null, text: null },
				})
				.onConflict((conflict) => conflict.columns(['generation', 'id']).doUpdateSet(failed))
				.execute();
		});
	}

	async remove(selection: DocumentSelection): Promise<string[]> {
		const removed = await this.catalogue.change(async (connection) => {
			const row = await this.#row(connection);
			const meant: SelectedRow[] = [];
			for await (const document of selectDocuments(connection, row.generation, selection)) meant.push(document);
			const ids = meant.map(({ id }) => id);
			if (ids.length === 0) return ids;
			await this.#takeOut(connection, row, meant);
			const shadow = row.role === 'serving' ? await findGeneration(connection, this.name, 'shadow') : undefined;
			if (shadow) {
				const copies: SelectedRow[] = [];
				for await (const document of selectDocuments(connection, shadow.generation, { ids })) copies.push(document);
				await this.#takeOut(connection, shadow, copies);
			}
			return ids;
		});
		if (removed.length > 0) await this.catalogue.database.forget();
		return removed;
	}

	async documents(selection: DocumentSelection, { after, limit }: { after?: string; limit: number }): Promise<KnownDocument[]> {
		checkLimit(limit);
		return this.catalogue.read(async (connection) => {
			const { generation } = await this.#row(connection);
			const found: KnownDocument[] = [];
			if (limit === 0) return found;
			for await (const row of selectDocuments(connection, generation, selection, after)) {
				found.push(toKnownDocument(row));
				if (found.length === limit) break;
			}
			return found;
		});
	}

	async text(documentId: string): Promise<string | undefined> {
		return this.catalogue.read(async (connection) => {
			const { generation } = await this.#row(connection);
			const row = await connection
				.selectFrom('knowledge_documents')
				.select('text')
				.where('generation', '=', generation)
				.where('id', '=', documentId)
				.executeTakeFirst();
			return row?.text ? unpackText(row.text) : undefined;
		});
	}

	async lexical(words: string[][], limit: number, filter?: Filter): Promise<RankedChunk[]> {
		checkLimit(limit);
		return this.catalogue.read(async (connection) => {
			const index = await this.catalogue.index(connection, await this.#row(connection));
			const postings = await index.postings(connection, [...new Set(words.flat())]);
			const scores = scoreWords(words, { ...index, postings: (term) => postings.get(term) });
			const best = bestScores(scores, limit, await index.fitting(connection, filter));
			return bestNamed(
				connection,
				index.generation,
				best.map((number) => ({ number, score: scores[number]! })),
				limit,
			);
		});
	}

	async dense(vector: Float32Array, limit: number, filter?: Filter): Promise<RankedChunk[]> {
		checkLimit(limit);
		if (vector.length !== this.stamp.embedding?.dimensions) throw this.#otherDimensions(vector.length);
		if (limit === 0) return [];
		return this.catalogue.read(async (connection) => {
			const index = await this.catalogue.index(connection, await this.#ofSameStamp(connection));
			const fits = await index.fitting(connection, filter);
			const near = await this.catalogue.vectors.nearest(connection, index, { vector, limit, fits, filtered: filter !== undefined });
			return bestNamed(connection, index.generation, near, limit);
		});
	}

	async chunks(ids: string[]): Promise<KnownChunk[]> {
		return this.catalogue.read(async (connection) => {
			const { generation } = await this.#row(connection);
			const found = new Map<string, KnownChunk>();
			for (const some of slices([...new Set(ids)], rowsAtOnce)) {
				const rows = await connection
					.selectFrom('knowledge_chunks')
					.select(chunkColumns)
					.where('generation', '=', generation)
					.where(isOneOf(connection, 'id', some))
					.execute();
				for (const chunk of await this.#known(connection, generation, rows)) found.set(chunk.id, chunk);
			}
			return ids.flatMap((id) => found.get(id) ?? []);
		});
	}

	async vectors(ids: string[]): Promise<Array<Float32Array | undefined>> {
		if (!this.stamp.embedding) return ids.map(() => undefined);
		return this.catalogue.read(async (connection) => {
			const { generation } = await this.#row(connection);
			const found = new Map<string, Float32Array>();
			for (const some of slices([...new Set(ids)], rowsAtOnce)) {
				const rows = await connection
					.selectFrom('knowledge_chunks')
					.select(['id', 'number'])
					.where('generation', '=', generation)
					.where(isOneOf(connection, 'id', some))
					.execute();
				const vectors = await this.catalogue.vectors.read(
					connection,
					generation,
					rows.map(({ number }) => number),
				);
				for (const { id, number } of rows) if (vectors.has(number)) found.set(id, vectors.get(number)!);
			}
			return ids.map((id) => found.get(id));
		});
	}

	async neighbours(documentId: string, from: number, to: number): Promise<KnownChunk[]> {
		return this.catalogue.read(async (connection) => {
			const { generation } = await this.#row(connection);
			const document = await connection
				.selectFrom('knowledge_documents')
				.select(['first_chunk', 'chunks'])
				.where('generation', '=', generation)
				.where('id', '=', documentId)
				.executeTakeFirst();
			if (!document) return [];
			const [first, last] = [Math.max(0, from), Math.min(document.chunks - 1, to, Math.max(0, from) + storeBounds.limit)];
			const rows = await connection
				.selectFrom('knowledge_chunks')
				.select(chunkColumns)
				.where('generation', '=', generation)
				.where('number', '>=', document.first_chunk + first)
				.where('number', '<=', document.first_chunk + last)
				.orderBy('number')
				.execute();
			return this.#known(connection, generation, rows);
		});
	}

	async statistics(): Promise<CollectionStatistics> {
		return this.catalogue.read(async (connection) => readStatistics(this.catalogue, connection, await this.#row(connection)));
	}

	async revision(): Promise<string> {
		return this.catalogue.read(async (connection) => {
			const { generation, revision } = await this.#row(connection);
			return `${generation}.${revision}`;
		});
	}

	async shadow(stamp: CollectionStamp): Promise<Collection> {
		return this.catalogue.change(async (connection) => {
			const row = await this.#row(connection);
			if (row.role === 'shadow') throw conflict(this.name, 'a shadow has no shadow of its own');
			const found = await findGeneration(connection, this.name, 'shadow');
			if (found && found.stamp !== writeStamp(stamp)) throw stampDiffers(`${this.name} (its shadow)`, stamp, readStamp(found.stamp));
			const shadow = found ?? (await makeGeneration(connection, this.name, 'shadow', stamp));
			if (!found) await touch(connection, row);
			return new SqlCollection(this.catalogue, this.name, stamp, shadow.generation);
		});
	}

	async swap(): Promise<void> {
		this.#stamp = await this.catalogue.change(async (connection) => {
			const serving = await this.#row(connection);
			const shadow = await findGeneration(connection, this.name, 'shadow');
			if (serving.role === 'shadow' || !shadow) throw conflict(this.name, 'there is no shadow that could take its place');
			await swapGenerations(this.catalogue, connection, serving, shadow);
			this.catalogue.forget(serving);
			return readStamp(shadow.stamp);
		});
		await this.catalogue.database.forget();
	}

	async abandonShadow(): Promise<void> {
		const erased = await this.catalogue.change(async (connection) => {
			const row = await this.#row(connection);
			const shadow = await findGeneration(connection, this.name, 'shadow');
			if (!shadow) return false;
			await eraseGeneration(connection, this.catalogue.vectors, shadow);
			if (row.role === 'serving') await touch(connection, row);
			this.catalogue.forget(shadow);
			return true;
		});
		if (erased) await this.catalogue.database.forget();
	}

	/** As it is now. */
	async #row(connection: Connection): Promise<CollectionRow> {
		const row =
			this.generation === undefined
				? await findGeneration(connection, this.name, 'serving')
				: await connection.selectFrom('knowledge_collections').selectAll().where('generation', '=', this.generation).executeTakeFirst();
		if (!row) throw notFound(this.name);
		return row;
	}

	/** A re-embedding may have put another in its place since it was found. */
	async #ofSameStamp(connection: Connection): Promise<CollectionRow> {
		const row = await this.#row(connection);
		if (row.stamp !== writeStamp(this.stamp)) throw stampDiffers(this.name, this.stamp, readStamp(row.stamp));
		return row;
	}

	#otherDimensions(actual: number): TroupeError {
		const expected = this.stamp.embedding?.dimensions ?? 0;
		return new TroupeError({
			code: 'KNOWLEDGE_STAMP_DIFFERS',
			message:
				expected === 0
					? `The collection "${this.name}" has no vectors, and was asked by one of ${actual} dimensions.`
					: `The vectors of the collection "${this.name}" have ${expected} dimensions, and it was asked by one of ${actual}.`,
			fix: `Ask with the model that the collection was made with${this.stamp.embedding ? ` (${this.stamp.embedding.model})` : ''}, search by words, or re-embed it.`,
			details: { collection: this.name, expected, actual },
		});
	}

	async #takeOut(connection: Connection, row: CollectionRow, documents: SelectedRow[]): Promise<void> {
		if (documents.length === 0) return;
		const changes = await DocumentChanges.begin(this.catalogue, connection, row);
		await changes.takeOut(documents);
		await changes.finish();
	}

	/** What gave its text again has not failed any more. */
	async #clearFailures(connection: Connection, row: CollectionRow, unchanged: SelectedRow[]): Promise<void> {
		const ids = unchanged.filter(({ state }) => state === 'failed').map(({ id }) => id);
		if (ids.length === 0) return;
		await touch(connection, row);
		await connection
			.updateTable('knowledge_documents')
			.set({ state: 'ready', failure: null })
			.where('generation', '=', row.generation)
			.where(isOneOf(connection, 'id', ids))
			.execute();
	}

	/** A re-embedding makes no document younger. */
	async #formerTimes(connection: Connection, row: CollectionRow, documents: PreparedDocument[]): Promise<Map<string, number>> {
		const serving = row.role === 'shadow' ? await findGeneration(connection, this.name, 'serving') : undefined;
		if (!serving) return new Map();
		const known = await documentsById(connection, serving, documents);
		return new Map([...known].map(([id, { ingested_at: at }]) => [id, at]));
	}

	async #known(
		connection: Connection,
		generation: number,
		rows: Array<Pick<ChunkRow, (typeof chunkColumns)[number]>>,
	): Promise<KnownChunk[]> {
		if (rows.length === 0) return [];
		const documents = await connection
			.selectFrom('knowledge_documents')
			.select(['id', 'description'])
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'id', [...new Set(rows.map(({ document }) => document))]))
			.execute();
		const described = new Map(documents.map((document) => [document.id, readDescription(document)]));
		return rows.map((row) => toKnownChunk(row, described.get(row.document)!));
	}
}

async function documentsById(connection: Connection, row: CollectionRow, documents: PreparedDocument[]): Promise<Map<string, SelectedRow>> {
	const found = new Map<string, SelectedRow>();
	const ids = documents.map(({ id }) => id);
	for await (const document of selectDocuments(connection, row.generation, { ids })) found.set(document.id, document);
	return found;
}

/** A chunk's id is of its document's version; one that is there already was not made by core/knowledge/chunking/name-chunks.ts. */
async function refuseTakenIds(connection: Connection, { generation }: CollectionRow, documents: PreparedDocument[]): Promise<void> {
	const ids = documents.flatMap(({ chunks }) => chunks.map(({ id }) => id));
	for (const some of slices(ids, rowsAtOnce)) {
		const taken = await connection
			.selectFrom('knowledge_chunks')
			.select('document')
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'id', some))
			.executeTakeFirst();
		if (!taken && new Set(ids).size === ids.length) continue;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `A chunk has the id of another one${taken ? `, of the document "${taken.document}"` : ' of the same call'}.`,
			fix: 'Name chunks by their document, its version and their place.',
		});
	}
}

function checkLimit(limit: number): void {
	if (Number.isInteger(limit) && limit >= 0 && limit <= storeBounds.limit) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `A search or a page has a whole number of 0 to ${storeBounds.limit} as its limit, and this is ${limit}.`,
		fix: `Ask for at most ${storeBounds.limit} at a time.`,
		details: { expected: storeBounds.limit, actual: limit },
	});
}

function conflict(name: string, what: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The collection "${name}" cannot do that: ${what}.`,
		fix: 'Begin a re-embedding, which makes a shadow and fills it.',
		details: { collection: name },
	});
}
