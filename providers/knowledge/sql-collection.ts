import {
	checkWriter,
	operatorWriter,
	type CollectionAccess,
	type CollectionLists,
	type PlaceOfChange,
	type StoredChange,
} from '../../core/ports/knowledge/writers';
import type { Filter } from '../../core/ports/knowledge/filter/filter';
import type { CollectionStamp } from '../../core/ports/knowledge/collection-stamp';
import type { DocumentFailure, PageSpan } from '../../core/ports/knowledge/document-reader';
import type { Collection, CollectionStatistics, DocumentSelection, RankedChunk } from '../../core/ports/knowledge/knowledge-store';
import type { CompleteDocument, PreparedDocument, StoredChunk, StoredDocument } from '../../core/ports/knowledge/stored-documents';
import type { Asker } from '../../core/ports/knowledge/readers';
import type { Writer } from '../../core/ports/knowledge/writers';
import { noteChange, readChanges } from './documents/access-changes';
import { checkId, checkLimit, checkPlace } from './documents/check-documents';
import { findGeneration, touch } from './generations/generations';
import type { HeldGeneration } from './generations/held-generation';
import { isKey } from './database/is-key';
import {
	describe,
	describeAccess,
	knownColumns,
	readDescription,
	readQuarantine,
	toKeptDocument,
	toKnownDocument,
} from './database/known-documents';
import { putDocuments } from './documents/put-documents';
import { readChunks, readNeighbours } from './documents/read-chunks';
import { removeDocuments } from './documents/remove-documents';
import { searchVectors, searchWords } from './search-generation';
import { selectDocuments } from './documents/select-documents';
import { abandonShadow, openShadow, swapShadow } from './shadows/shadows';
import { readLists, readStatistics } from './generations/statistics';
import { unpackText } from './database/stored-text';
import type { CollectionRow, Connection } from './database/knowledge-tables';

const maxMessage = 1_000;

/** The stored state stays unchanged. */
async function noteFailure(
	held: HeldGeneration,
	{ id, source }: { id: string; source?: string },
	failure: DocumentFailure,
	message: string,
): Promise<void> {
	checkId(id);
	const failed = { state: 'failed' as const, failure: JSON.stringify({ failure, message: message.slice(0, maxMessage) }) };
	const description = describe({
		title: id,
		...(source !== undefined && { source }),
		mediaType: 'application/octet-stream',
		metadata: {},
	});
	await held.catalogue.change(async (connection) => {
		const { generation } = await touch(connection, await held.row(connection));
		await connection
			.insertInto('knowledge_documents')
			.values({
				generation,
				id,
				description,
				content_hash: '',
				...failed,
				ingested_at: held.catalogue.now(),
				first_chunk: 0,
				chunks: 0,
				characters: 0,
				access: null,
				writer: null,
				pages: null,
				text: null,
			})
			.onConflict((conflict) => conflict.columns(['generation', 'id']).doUpdateSet(failed))
			.execute();
	});
}

/** Each call is one transaction and sees earlier changes of others. */
export class SqlCollection implements Collection {
	constructor(private readonly held: HeldGeneration) {}

	get name(): string {
		return this.held.name;
	}

	get stamp(): CollectionStamp {
		return this.held.stamp;
	}

	async put(
		documents: PreparedDocument[],
		writer = operatorWriter,
		signal?: AbortSignal,
	): Promise<Array<'added' | 'changed' | 'unchanged'>> {
		return putDocuments(this.held, documents, writer, signal);
	}

	async fail(document: { id: string; source?: string }, failure: DocumentFailure, message: string): Promise<void> {
		return noteFailure(this.held, document, failure, message);
	}

	async remove(selection: DocumentSelection, writer = operatorWriter): Promise<string[]> {
		return removeDocuments(this.held, selection, writer);
	}

	async release(ids: string[], writer = operatorWriter): Promise<string[]> {
		return releaseDocuments(this.held, ids, writer);
	}

	async documents(selection: DocumentSelection, { after, limit }: { after?: string; limit: number }): Promise<StoredDocument[]> {
		checkLimit(limit);
		if (after) checkPlace(after);
		return this.#read(async (connection, generation) => {
			const documents: StoredDocument[] = [];
			if (limit === 0) return documents;
			for await (const row of selectDocuments(connection, generation, selection, after)) {
				documents.push(toKnownDocument(row));
				if (documents.length === limit) break;
			}
			return documents;
		});
	}

	async text(documentId: string): Promise<string | undefined> {
		if (!isKey(documentId)) return undefined;
		return this.#read(async (connection, generation) => {
			const row = await connection
				.selectFrom('knowledge_documents')
				.select('text')
				.where('generation', '=', generation)
				.where('id', '=', documentId)
				.executeTakeFirst();
			return row?.text ? unpackText(row.text) : undefined;
		});
	}

	async pages(documentId: string): Promise<PageSpan[] | undefined> {
		if (!isKey(documentId)) return undefined;
		return this.#read(async (connection, generation) => {
			const row = await connection
				.selectFrom('knowledge_documents')
				.select('pages')
				.where('generation', '=', generation)
				.where('id', '=', documentId)
				.executeTakeFirst();
			return row?.pages ? (JSON.parse(row.pages) as PageSpan[]) : undefined;
		});
	}

	async document(documentId: string): Promise<CompleteDocument | undefined> {
		if (!isKey(documentId)) return undefined;
		return this.#read(async (connection, generation) => {
			const row = await connection
				.selectFrom('knowledge_documents')
				.select([...knownColumns, 'pages', 'text'])
				.where('generation', '=', generation)
				.where('id', '=', documentId)
				.executeTakeFirst();
			return row && toKeptDocument(row);
		});
	}

	async lexical(words: string[][], limit: number, filter?: Filter, asker?: Asker): Promise<RankedChunk[]> {
		checkLimit(limit);
		return searchWords(this.held, words, { limit, filter, asker });
	}

	async dense(vector: Float32Array, limit: number, filter?: Filter, asker?: Asker): Promise<RankedChunk[]> {
		checkLimit(limit);
		return searchVectors(this.held, vector, { limit, filter, asker });
	}

	async chunks(ids: string[]): Promise<StoredChunk[]> {
		return this.#read((connection, generation) => readChunks(connection, generation, ids));
	}

	async vectors(ids: string[]): Promise<Array<Float32Array | undefined>> {
		if (!this.stamp.embedding) return ids.map(() => undefined);
		const found = await this.held.catalogue.vectors.read(this.held.look(), [...new Set(ids)]);
		return ids.map((id) => found.get(id));
	}

	async neighbours(documentId: string, from: number, to: number): Promise<StoredChunk[]> {
		if (!isKey(documentId)) return [];
		return this.#read((connection, generation) => readNeighbours(connection, generation, documentId, from, to));
	}

	async statistics(): Promise<CollectionStatistics> {
		const { catalogue } = this.held;
		return catalogue.read(async (connection) => readStatistics(catalogue, connection, await this.held.row(connection)));
	}

	async access(): Promise<CollectionAccess> {
		return this.held.catalogue.read(async (connection) => readLists(await this.held.row(connection)));
	}

	async setAccess(change: CollectionLists, { name: writer } = operatorWriter): Promise<void> {
		const { catalogue } = this.held;
		await catalogue.change(async (connection) => {
			const row = await touch(connection, await this.held.row(connection));
			const before = readLists(row);
			const after = { ...before, ...change };
			const lists = { readers: toColumn(after.readers), writers: toColumn(after.writers) };
			await connection.updateTable('knowledge_collections').set(lists).where('generation', '=', row.generation).execute();
			await noteChange(catalogue, connection, row.name, { writer, kind: 'lists', before, after });
		});
	}

	async changes(limit: number, after?: PlaceOfChange): Promise<StoredChange[]> {
		checkLimit(limit);
		return this.held.catalogue.read((connection) => readChanges(connection, this.held.name, limit, after));
	}

	async revision(): Promise<string> {
		return this.held.catalogue.read(async (connection) => {
			const { generation, revision } = await this.held.row(connection);
			return `${generation}.${revision}`;
		});
	}

	async shadow(stamp: CollectionStamp): Promise<Collection> {
		return new SqlCollection(await openShadow(this.held, stamp));
	}

	async swap(): Promise<void> {
		this.held.stamp = await swapShadow(this.held);
	}

	async holdShadow(): Promise<(() => Promise<void>) | undefined> {
		const { catalogue, name } = this.held;
		return catalogue.database.hold(catalogue.tenant, `the shadow of ${name}`);
	}

	async abandonShadow(): Promise<void> {
		return abandonShadow(this.held);
	}

	#read<Result>(work: (connection: Connection, generation: number) => Promise<Result>): Promise<Result> {
		return this.held.catalogue.read(async (connection) => work(connection, (await this.held.row(connection)).generation));
	}
}

const toColumn = (names: string[] | undefined): string | null => (names ? JSON.stringify(names) : null);

/** Includes the shadow, so that a re-embedding does not restore the quarantine. @returns the released ids */
function releaseDocuments(held: HeldGeneration, ids: string[], writer: Writer): Promise<string[]> {
	const release = async (connection: Connection, row: CollectionRow): Promise<string[]> => {
		const released: string[] = [];
		for await (const document of selectDocuments(connection, row.generation, { ids })) {
			const quarantined = readQuarantine(document);
			if (quarantined === undefined) continue;
			released.push(document.id);
			if (row.role === 'serving')
				await noteChange(held.catalogue, connection, row.name, {
					writer: writer.name,
					documentId: document.id,
					kind: 'released',
					before: { quarantined },
				});
			await connection
				.updateTable('knowledge_documents')
				.set({ access: describeAccess(readDescription(document)) })
				.where('generation', '=', row.generation)
				.where('id', '=', document.id)
				.execute();
		}
		if (released.length > 0) await touch(connection, row);
		return released;
	};
	return held.catalogue.change(async (connection) => {
		const row = await held.row(connection);
		checkWriter(row.name, readLists(row), writer);
		const released = await release(connection, row);
		const shadow = row.role === 'serving' ? await findGeneration(connection, row.name, 'shadow') : undefined;
		if (shadow) await release(connection, shadow);
		return released;
	});
}
