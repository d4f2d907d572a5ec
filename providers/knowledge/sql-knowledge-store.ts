import { letOthersRun } from '../../core/base/async/loop-yielder';
import { countTerms, lexiconVersion } from '../../core/words/count-terms';
import { TroupeError } from '../../core/base/errors';
import { isPostgresAddress } from '../database/database-place';
import type { CollectionStamp } from '../../core/ports/knowledge/collection-stamp';
import type { Collection, CollectionStatistics, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import { checkRemoval, checkWriter, mayRelabel, operatorWriter, type Writer } from '../../core/ports/knowledge/writers';
import { BlockChanges } from './documents/block-changes';
import { readDescription } from './database/known-documents';
import { unpackText } from './database/stored-text';
import { WordChanges, countedAtOnce } from './database/word-rows';
import { Catalogue } from './generations/catalogue';
import type { ChromaPlace } from './chroma/chroma-server';
import { checkName } from './documents/check-documents';
import { EmbeddedVectors } from './vectors/embedded-vectors';
import { eraseGeneration, findGeneration, makeGeneration, touch } from './generations/generations';
import { HeldGeneration } from './generations/held-generation';
import { isKey } from './database/is-key';
import { openKnowledgeFile, type KnowledgeDatabase } from './database/knowledge-database';
import { ownVectors } from './vectors/own-vectors';
import { SqlCollection } from './sql-collection';
import { checkDimensions, readStamp, stampDiffers, writeStamp } from './generations/stamps';
import { readLists, readStatistics } from './generations/statistics';
import type { VectorIndex } from './vectors/vector-index';
import type { CollectionRow, Connection } from './database/knowledge-tables';
import { noteChange } from './documents/access-changes';
import { isKept } from './documents/remove-documents';
import { selectDocuments } from './documents/select-documents';

const chunksAtOnce = 2_000;

/** Rebuilds the word index after a change of rules. @throws TroupeError NOT_SUPPORTED if it was of a later version */
async function renewWords(catalogue: Catalogue, collection: CollectionRow): Promise<void> {
	if (collection.lexicon === lexiconVersion) return;
	if (collection.lexicon > lexiconVersion) throw laterWords(collection);
	await catalogue.change(async (connection) => {
		const ofGeneration = connection.selectFrom('knowledge_collections').selectAll().where('generation', '=', collection.generation);
		const row = await ofGeneration.executeTakeFirst();
		if (!row || row.lexicon === lexiconVersion) return;
		const { generation } = row;
		const blocks = new BlockChanges(await catalogue.index(connection, row));
		await connection.deleteFrom('knowledge_words').where('generation', '=', generation).execute();
		const titles = new Map<string, string>();
		for (const document of await connection
			.selectFrom('knowledge_documents')
			.select(['id', 'description'])
			.where('generation', '=', generation)
			.execute())
			titles.set(document.id, readDescription(document).title);
		for (let after = -1; ;) {
			const rows = await connection
				.selectFrom('knowledge_chunks')
				.select(['number', 'document', 'headings', 'text'])
				.where('generation', '=', generation)
				.where('number', '>', after)
				.orderBy('number')
				.limit(chunksAtOnce)
				.execute();
			const words = new WordChanges();
			for (const [index, { number, document, headings, text }] of rows.entries()) {
				if (index % countedAtOnce === 0) await letOthersRun();
				const chunk = { title: titles.get(document)!, headingPath: JSON.parse(headings) as string[], text: unpackText(text) };
				const { counts, length } = countTerms(chunk);
				words.add(number, counts);
				blocks.set(number, length);
			}
			await words.write(connection, catalogue.database.dialect, generation);
			if (rows.length < chunksAtOnce) break;
			after = rows.at(-1)!.number;
		}
		await blocks.write(connection, (await touch(connection, row)).revision);
		await connection.updateTable('knowledge_collections').set({ lexicon: lexiconVersion }).where('generation', '=', generation).execute();
	});
}

function laterWords({ name, lexicon }: CollectionRow): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The words of the collection "${name}" were indexed by a later version of Troupe (${lexicon}; this version supports ${lexiconVersion}).`,
		fix: 'Run that version of Troupe, or a later one.',
		details: { collection: name, expected: lexiconVersion, actual: lexicon },
	});
}

export interface KnowledgeStoreOptions {
	tenant?: string;
	now?: () => number;
	/** True: new collections have empty lists, so only the operator uses them. */
	listed?: boolean;
}

interface ChromaKnowledgeStoreOptions extends KnowledgeStoreOptions {
	/** Detects abandoned deliveries; must agree on all machines. Default: the machine's clock. */
	leaseClock?: () => number;
}

/** One file, shared by processes. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, DEPENDENCY_MISSING */
export async function openSqliteKnowledgeStore(file: string, options: KnowledgeStoreOptions = {}): Promise<KnowledgeStore> {
	return createSqlKnowledgeStore('sqlite', await openKnowledgeFile(file), ownVectors(new EmbeddedVectors()), options);
}

/** For several machines. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, NOT_SUPPORTED without pgvector */
export async function openPostgresKnowledgeStore(address: string, options: KnowledgeStoreOptions = {}): Promise<KnowledgeStore> {
	const [{ openKnowledgePostgres }, { PgvectorVectors }] = await Promise.all([
		import('./database/postgres-database'),
		import('./vectors/pgvector-vectors'),
	]);
	return createSqlKnowledgeStore('postgres', await openKnowledgePostgres(address), ownVectors(new PgvectorVectors()), options);
}

/**
 * Vectors in Chroma, the rest in a catalogue: a file or `postgres://…`. An unreachable Chroma is reported on use: word search works without it.
 * @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, INPUT_INVALID
 */
export async function openChromaKnowledgeStore(
	chroma: ChromaPlace,
	catalogue: string,
	options: ChromaKnowledgeStoreOptions = {},
): Promise<KnowledgeStore> {
	const [{ ChromaServer }, { ChromaCollections }, { ChromaVectors }] = await Promise.all([
		import('./chroma/chroma-server'),
		import('./chroma/chroma-collections'),
		import('./chroma/chroma-vectors'),
	]);
	const vectors = new ChromaVectors(new ChromaCollections(new ChromaServer(chroma), options.tenant ?? defaultTenant), options.leaseClock);
	const open = async () => {
		if (!isPostgresAddress(catalogue)) return openKnowledgeFile(catalogue);
		return (await import('./database/postgres-database')).openKnowledgePostgres(catalogue, { withPgvector: false });
	};
	return createSqlKnowledgeStore('chroma', await open(), vectors, options);
}

const defaultTenant = 'default';

/** `close` closes the database. */
export function createSqlKnowledgeStore(
	kind: KnowledgeStore['kind'],
	database: KnowledgeDatabase,
	vectors: VectorIndex,
	{ tenant = defaultTenant, now = Date.now, listed = false }: KnowledgeStoreOptions,
): KnowledgeStore {
	const catalogue = new Catalogue(database, vectors, tenant, now);
	return {
		kind,
		async list(): Promise<CollectionStatistics[]> {
			return catalogue.read(async (connection) => {
				const rows = await connection
					.selectFrom('knowledge_collections')
					.selectAll()
					.where('role', '=', 'serving')
					.orderBy('name')
					.execute();
				const all: CollectionStatistics[] = [];
				for (const row of rows) all.push(await readStatistics(catalogue, connection, row));
				return all;
			});
		},
		async find(name: string): Promise<Collection | undefined> {
			if (!isKey(name)) return undefined;
			const row = await catalogue.read((connection) => findGeneration(connection, name, 'serving'));
			if (!row) return undefined;
			await renewWords(catalogue, row);
			return new SqlCollection(new HeldGeneration(catalogue, name, readStamp(row.stamp)));
		},
		async open(name: string, stamp: CollectionStamp): Promise<Collection> {
			checkName(name);
			checkDimensions(name, stamp, vectors.maxDimensions);
			const row = await catalogue.change(
				async (connection) =>
					(await findGeneration(connection, name, 'serving')) ??
					makeGeneration(connection, { name, role: 'serving', stamp, vectors: vectors.place }, listed ? '[]' : null),
			);
			if (row.stamp !== writeStamp(stamp)) throw stampDiffers(name, stamp, readStamp(row.stamp));
			await renewWords(catalogue, row);
			return new SqlCollection(new HeldGeneration(catalogue, name, stamp));
		},
		async drop(name: string, writer = operatorWriter): Promise<boolean> {
			if (!isKey(name)) return false;
			const dropped = await catalogue.change(async (connection) => {
				const rows = await connection.selectFrom('knowledge_collections').selectAll().where('name', '=', name).execute();
				const serving = rows.find(({ role }) => role === 'serving');
				if (serving) await noteDropped(catalogue, connection, serving, writer);
				for (const row of rows) await eraseGeneration(connection, row);
				for (const row of rows) catalogue.forget(row);
				return rows.length > 0;
			});
			if (dropped) await database.forget();
			await vectors.settle(catalogue);
			return dropped;
		},
		close: () => database.close(),
	};
}

/** @throws TroupeError ACCESS_DENIED if the writer may not remove one of its documents */
async function noteDropped(catalogue: Catalogue, connection: Connection, row: CollectionRow, writer: Writer): Promise<void> {
	const lists = readLists(row);
	checkWriter(row.name, lists, writer);
	if (!mayRelabel(lists, writer))
		for await (const document of selectDocuments(connection, row.generation, {})) {
			checkRemoval(row.name, lists, writer, [{ id: document.id, labelled: isKept(document, writer) }]);
		}
	await noteChange(catalogue, connection, row.name, { writer: writer.name, kind: 'dropped', before: lists });
}
