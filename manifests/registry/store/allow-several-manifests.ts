import { sql, type Kysely } from 'kysely';
import { ownPackage } from '../../documents/several-manifests';
import type { Dialect } from '../../../database/tenant-database';

/** `mayHaveSeveral`, as a condition in SQL. */
const hasOneOnly = sql`kind <> 'package' or name = ${sql.lit(ownPackage)}`;
const scopeIsOfOne = sql`scope is null or (scope = 'manifest' and state = 'revoked' and kind = 'package' and name <> ${sql.lit(ownPackage)})`;

/** A version of another publisher's package can have several manifests, and one of them can be revoked separately. */
export async function allowSeveralManifests(database: Kysely<unknown>, dialect: Dialect): Promise<void> {
	await (dialect === 'postgres' ? changeTable(database) : writeTablesAnew(database));
	await sql`create unique index manifests_only on manifests (tenant, kind, name, version) where ${hasOneOnly}`.execute(database);
	await sql`create index manifests_of_version on manifests (tenant, kind, name, version)`.execute(database);
}

async function changeTable(database: Kysely<unknown>): Promise<void> {
	await sql`alter table manifests drop constraint manifests_version`.execute(database);
	await sql`alter table manifests add column scope text`.execute(database);
	await sql`alter table manifests add constraint manifests_scope check (${scopeIsOfOne})`.execute(database);
}

/**
 * SQLite cannot remove a constraint (https://sqlite.org/lang_altertable.html, section 7), so the rows move to a new table. Tables that refer to
 * the old one move first: a table with references cannot be dropped.
 */
async function writeTablesAnew(database: Kysely<unknown>): Promise<void> {
	const { schema } = database;
	const before = sql.raw(
		'tenant, sha256, sequence, kind, name, version, state, revision, key_id, author, publisher, purpose, capabilities, file_list, successor, reason',
	);
	await schema
		.createTable('manifests_next')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('sha256', 'text', (column) => column.notNull())
		.addColumn('sequence', 'bigint', (column) => column.notNull())
		.addColumn('kind', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('version', 'text', (column) => column.notNull())
		.addColumn('state', 'text', (column) => column.notNull())
		.addColumn('revision', 'integer', (column) => column.notNull())
		.addColumn('key_id', 'text', (column) => column.notNull())
		.addColumn('author', 'text', (column) => column.notNull())
		.addColumn('publisher', 'text', (column) => column.notNull())
		.addColumn('purpose', 'text')
		.addColumn('capabilities', 'text', (column) => column.notNull())
		.addColumn('file_list', 'text')
		.addColumn('successor', 'text')
		.addColumn('reason', 'text')
		.addColumn('scope', 'text')
		.addColumn('published_at', 'text', (column) => column.notNull())
		// Last: SQLite stops reading a row after the columns that a query needs.
		.addColumn('token', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('manifests_key', ['tenant', 'sha256'])
		.addUniqueConstraint('manifests_sequence', ['tenant', 'sequence'])
		.addCheckConstraint('manifests_state', sql`state in ('draft', 'approved', 'deprecated', 'revoked')`)
		.addCheckConstraint('manifests_scope', scopeIsOfOne)
		.execute();
	await sql`insert into manifests_next (${before}, published_at, token) select ${before}, published_at, token from manifests`.execute(
		database,
	);
	await schema
		.createTable('approvals_next')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('manifest', 'text', (column) => column.notNull())
		.addColumn('key_id', 'text', (column) => column.notNull())
		.addColumn('approver', 'text', (column) => column.notNull())
		.addColumn('subject', 'text', (column) => column.notNull())
		.addColumn('token', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('approvals_key', ['tenant', 'manifest', 'key_id'])
		.addForeignKeyConstraint('approvals_manifest', ['tenant', 'manifest'], 'manifests_next', ['tenant', 'sha256'])
		.execute();
	const approval = sql.raw('tenant, manifest, key_id, approver, subject, token, at');
	await sql`insert into approvals_next (${approval}) select ${approval} from approvals`.execute(database);
	await schema.dropTable('approvals').execute();
	await schema.dropTable('manifests').execute();
	// References follow the new name of a table.
	await schema.alterTable('manifests_next').renameTo('manifests').execute();
	await schema.alterTable('approvals_next').renameTo('approvals').execute();
	await schema.createIndex('manifests_by_state').on('manifests').columns(['tenant', 'state']).execute();
}
