import type { Collection, CollectionStamp, CollectionStatistics, KnowledgeStore } from '../../core/ports';
import { Catalogue } from './catalogue';
import { checkName } from './check-documents';
import { EmbeddedVectors } from './embedded-vectors';
import { eraseGeneration, findGeneration, makeGeneration } from './generations';
import { openKnowledgeFile, type KnowledgeDatabase } from './knowledge-database';
import { renewWords } from './renew-words';
import { SqlCollection } from './sql-collection';
import { readStamp, stampDiffers, writeStamp } from './stamps';
import { readStatistics } from './statistics';
import type { VectorIndex } from './vector-index';

export interface KnowledgeStoreOptions {
	/** Default `default`. */
	tenant?: string;
	/** Milliseconds since the epoch. */
	now?: () => number;
}

/** The embedded store: one file, shared by processes. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, DEPENDENCY_MISSING */
export async function openSqliteKnowledgeStore(file: string, options: KnowledgeStoreOptions = {}): Promise<KnowledgeStore> {
	return createSqlKnowledgeStore('sqlite', await openKnowledgeFile(file), new EmbeddedVectors(), options);
}

/** In PostgreSQL with pgvector, for several machines. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, NOT_SUPPORTED without pgvector */
export async function openPostgresKnowledgeStore(address: string, options: KnowledgeStoreOptions = {}): Promise<KnowledgeStore> {
	const [{ openKnowledgePostgres }, { pgvectorVectors }] = await Promise.all([import('./postgres-database'), import('./pgvector-vectors')]);
	return createSqlKnowledgeStore('postgres', await openKnowledgePostgres(address), pgvectorVectors, options);
}

/** A store on a catalogue in SQL. It closes the database. */
export function createSqlKnowledgeStore(
	kind: KnowledgeStore['kind'],
	database: KnowledgeDatabase,
	vectors: VectorIndex,
	{ tenant = 'default', now = Date.now }: KnowledgeStoreOptions,
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
			const row = await catalogue.read((connection) => findGeneration(connection, name, 'serving'));
			if (!row) return undefined;
			await renewWords(catalogue, row);
			return new SqlCollection(catalogue, name, readStamp(row.stamp));
		},
		async open(name: string, stamp: CollectionStamp): Promise<Collection> {
			checkName(name);
			const row = await catalogue.change(
				async (connection) => (await findGeneration(connection, name, 'serving')) ?? makeGeneration(connection, name, 'serving', stamp),
			);
			if (row.stamp !== writeStamp(stamp)) throw stampDiffers(name, stamp, readStamp(row.stamp));
			await renewWords(catalogue, row);
			return new SqlCollection(catalogue, name, stamp);
		},
		async drop(name: string): Promise<boolean> {
			const dropped = await catalogue.change(async (connection) => {
				const rows = await connection.selectFrom('knowledge_collections').selectAll().where('name', '=', name).execute();
				for (const row of rows) await eraseGeneration(connection, vectors, row);
				for (const row of rows) catalogue.forget(row);
				return rows.length > 0;
			});
			if (dropped) await database.forget();
			return dropped;
		},
		close: () => database.close(),
	};
}
