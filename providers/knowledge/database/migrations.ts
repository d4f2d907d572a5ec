import { sql, type CreateTableBuilder, type Kysely, type RawBuilder } from 'kysely';
import { secureRows, type Migrations } from '../../database/apply-migrations';
import type { Dialect } from '../../database/tenant-database';

/** @param withPgvector false if vectors are only stored elsewhere (Chroma) */
export const knowledgeMigrations = (dialect: Dialect, withPgvector = true): Migrations => ({
	table: 'knowledge_migration',
	what: 'The knowledge store',
	...(dialect === 'postgres' && withPgvector && { afterwards: bringPgvector }),
	all: {
		'0001-catalogue': {
			async up(database: Kysely<unknown>) {
				if (dialect === 'postgres' && withPgvector) await sql`create extension if not exists vector`.execute(database);
				await createTables(database, dialect, withPgvector);
				if (dialect === 'postgres') await secureRows(database, tables);
			},
		},
	},
});

const tables = [
	'knowledge_collections',
	'knowledge_documents',
	'knowledge_chunks',
	'knowledge_blocks',
	'knowledge_words',
	'knowledge_vectors',
	'knowledge_outside_vectors',
	'knowledge_changes',
	'knowledge_removals',
];

async function createTables(database: Kysely<unknown>, dialect: Dialect, withPgvector: boolean): Promise<void> {
	const { schema } = database;
	const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
	/** Ordered by code point, as in SQLite. */
	const words = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;
	const byKey = <Name extends string, Columns extends string>(table: CreateTableBuilder<Name, Columns>) =>
		dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table;
	const ofGeneration = (name: string) =>
		schema
			.createTable(name)
			.addColumn('tenant', 'text', (column) => column.notNull())
			.addColumn('generation', 'bigint', (column) => column.notNull());

	await ofGeneration('knowledge_collections')
		.addColumn('name', words, (column) => column.notNull())
		.addColumn('role', 'text', (column) => column.notNull())
		.addColumn('stamp', 'text', (column) => column.notNull())
		.addColumn('revision', 'bigint', (column) => column.notNull())
		.addColumn('lexicon', 'integer', (column) => column.notNull())
		.addColumn('vectors', 'text', (column) => column.notNull().defaultTo('own'))
		.addColumn('readers', 'text')
		.addColumn('writers', 'text')
		.addPrimaryKeyConstraint('knowledge_collections_key', ['tenant', 'generation'])
		.addUniqueConstraint('knowledge_collections_name', ['tenant', 'name', 'role'])
		.execute();
	await ofGeneration('knowledge_documents')
		.addColumn('id', words, (column) => column.notNull())
		.addColumn('description', 'text', (column) => column.notNull())
		.addColumn('content_hash', 'text', (column) => column.notNull())
		.addColumn('state', 'text', (column) => column.notNull())
		.addColumn('failure', 'text')
		.addColumn('ingested_at', 'bigint', (column) => column.notNull())
		.addColumn('first_chunk', 'integer', (column) => column.notNull())
		.addColumn('chunks', 'integer', (column) => column.notNull())
		.addColumn('characters', 'integer', (column) => column.notNull())
		.addColumn('pages', 'text')
		.addColumn('text', bytes)
		.addColumn('access', 'text')
		.addColumn('writer', 'text')
		.addPrimaryKeyConstraint('knowledge_documents_key', ['tenant', 'generation', 'id'])
		.execute();
	await ofGeneration('knowledge_chunks')
		.addColumn('number', 'integer', (column) => column.notNull())
		.addColumn('id', words, (column) => column.notNull())
		.addColumn('document', words, (column) => column.notNull())
		.addColumn('ordinal', 'integer', (column) => column.notNull())
		.addColumn('start_at', 'integer', (column) => column.notNull())
		.addColumn('end_at', 'integer', (column) => column.notNull())
		.addColumn('page', 'integer')
		.addColumn('headings', 'text', (column) => column.notNull())
		.addColumn('tokens', 'integer', (column) => column.notNull())
		.addColumn('text', bytes, (column) => column.notNull())
		.addPrimaryKeyConstraint('knowledge_chunks_key', ['tenant', 'generation', 'number'])
		.addUniqueConstraint('knowledge_chunks_id', ['tenant', 'generation', 'id'])
		.execute();
	await ofGeneration('knowledge_blocks')
		.addColumn('block', 'integer', (column) => column.notNull())
		.addColumn('revision', 'bigint', (column) => column.notNull())
		.addColumn('lengths', bytes, (column) => column.notNull())
		.addPrimaryKeyConstraint('knowledge_blocks_key', ['tenant', 'generation', 'block'])
		.execute();
	await byKey(
		ofGeneration('knowledge_words')
			.addColumn('term', words, (column) => column.notNull())
			.addColumn('block', 'integer', (column) => column.notNull())
			.addColumn('postings', bytes, (column) => column.notNull())
			.addPrimaryKeyConstraint('knowledge_words_key', ['tenant', 'generation', 'term', 'block']),
	).execute();
	await ofGeneration('knowledge_vectors')
		.addColumn('number', 'integer', (column) => column.notNull())
		// Any dimensions, because collections differ.
		.addColumn('vector', dialect === 'postgres' && withPgvector ? await findVectorType(database) : bytes, (column) => column.notNull())
		.addPrimaryKeyConstraint('knowledge_vectors_key', ['tenant', 'generation', 'number'])
		.execute();
	await ofGeneration('knowledge_outside_vectors')
		.addColumn('delivery', words, (column) => column.notNull())
		.addColumn('document', words, (column) => column.notNull())
		.addColumn('state', 'text', (column) => column.notNull())
		.addColumn('first_chunk', 'integer', (column) => column.notNull())
		.addColumn('chunks', 'integer', (column) => column.notNull())
		.addColumn('since', 'bigint', (column) => column.notNull())
		.addPrimaryKeyConstraint('knowledge_outside_vectors_key', ['tenant', 'generation', 'delivery'])
		.execute();
	await schema
		.createIndex('knowledge_outside_vectors_document')
		.on('knowledge_outside_vectors')
		.columns(['tenant', 'generation', 'document'])
		.execute();
	// Finds pending rows quickly among many kept ones.
	await schema
		.createIndex('knowledge_outside_vectors_state')
		.on('knowledge_outside_vectors')
		.columns(['tenant', 'state', 'since'])
		.execute();
	await schema
		.createTable('knowledge_changes')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('at', 'bigint', (column) => column.notNull())
		.addColumn('change', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('knowledge_changes_key', ['tenant', 'id'])
		.execute();
	await schema.createIndex('knowledge_changes_time').on('knowledge_changes').columns(['tenant', 'name', 'at']).execute();
	await schema
		.createTable('knowledge_removals')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('document', 'text', (column) => column.notNull())
		.addColumn('at', 'bigint', (column) => column.notNull())
		.addPrimaryKeyConstraint('knowledge_removals_key', ['tenant', 'name', 'document'])
		.execute();
}

/** Converts the unused vector table to pgvector's type. One process does it. */
async function bringPgvector<Tables>(database: Kysely<Tables>): Promise<void> {
	await database.transaction().execute(async (connection) => {
		const typeOf = sql<{ type: string }>`select atttypid::regtype::text as type from pg_attribute
			where attrelid = 'knowledge_vectors'::regclass and attname = 'vector'`;
		if ((await typeOf.execute(connection)).rows[0]?.type !== 'bytea') return;
		await sql`lock table knowledge_vectors in access exclusive mode`.execute(connection);
		if ((await typeOf.execute(connection)).rows[0]?.type !== 'bytea') return;
		await sql`create extension if not exists vector`.execute(connection);
		await sql`alter table knowledge_vectors alter column vector type ${await findVectorType(connection)} using null`.execute(connection);
	});
}

/** With its schema: another schema can have a type of this name. */
async function findVectorType<Tables>(database: Kysely<Tables>): Promise<RawBuilder<unknown>> {
	const { rows } = await sql<{ schema: string }>`select nspname as schema from pg_extension
		join pg_namespace on pg_namespace.oid = extnamespace where extname = 'vector'`.execute(database);
	return sql`${sql.id(rows[0]!.schema, 'vector')}`;
}
