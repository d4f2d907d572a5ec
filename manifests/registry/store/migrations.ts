import { listTenantTables } from '../../../core/base/privacy/personal-data';
import { sql, type Kysely, type Migration } from 'kysely';
import { secureRows, showEveryTenant, type Migrations } from '../../../providers/database/apply-migrations';
import type { Dialect } from '../../../providers/database/tenant-database';
import { ownPackage } from '../../documents/several-manifests';
import { registryData } from './registry-data';
import type { Tables } from './tables';

/** Have a column `tenant`. On PostgreSQL a transaction sees only its tenant's rows. */
export const tenantTables = listTenantTables(registryData) as Array<keyof Tables>;

export const registryTables = {
	own: tenantTables,
	common: (Object.keys(registryData) as Array<keyof Tables>).filter((table) => !tenantTables.includes(table)),
};

/** By name, in order. A released migration never changes. */
const migrationsFor = (dialect: Dialect): Record<string, Migration> => ({
	'0001-registry': {
		async up(database: Kysely<unknown>) {
			await createTables(database);
			await createTokenTables(database);
			if (dialect !== 'postgres') return;
			await secureRows(database, tenantTables);
			await showEveryTenant(database, ['audit_outbox']);
		},
	},
});

/** @throws TroupeError REGISTRY_NOT_READY for a database of a later version */
export const registryMigrations = (dialect: Dialect): Migrations => ({
	table: 'kysely_migration',
	what: "The registry's database",
	all: migrationsFor(dialect),
	later: {
		code: 'REGISTRY_NOT_READY',
		fix: 'Run the version of Troupe that created it, or a later one, or specify another database with TROUPE_DATABASE_URL.',
	},
});

/** `canHaveSeveralManifests` in SQL: a third-party version can have several manifests, one of which can be revoked. */
const hasOneOnly = sql`kind <> 'package' or name = ${sql.lit(ownPackage)}`;
const scopeIsOfOne = sql`scope is null or (scope = 'manifest' and state = 'revoked' and kind = 'package' and name <> ${sql.lit(ownPackage)})`;

async function createTables(database: Kysely<unknown>): Promise<void> {
	const { schema } = database;
	await schema
		.createTable('roots')
		.addColumn('version', 'integer', (column) => column.primaryKey())
		.addColumn('tokens', 'text', (column) => column.notNull())
		.addColumn('added_at', 'text', (column) => column.notNull())
		.execute();
	await schema
		.createTable('tenants')
		.addColumn('tenant', 'text', (column) => column.primaryKey())
		.addColumn('last_event', 'bigint', (column) => column.notNull().defaultTo(0))
		.addColumn('last_audit', 'bigint', (column) => column.notNull().defaultTo(0))
		.addColumn('last_sequence', 'bigint', (column) => column.notNull().defaultTo(0))
		.addColumn('policy', 'text', (column) => column.notNull().defaultTo('{}'))
		.addColumn('demands', 'text', (column) => column.notNull().defaultTo('{}'))
		.execute();
	await schema
		.createTable('snapshots')
		.addColumn('tenant', 'text', (column) => column.primaryKey())
		.addColumn('version', 'integer', (column) => column.notNull())
		.addColumn('token', 'text', (column) => column.notNull())
		.addColumn('etag', 'text', (column) => column.notNull())
		.addColumn('key_id', 'text', (column) => column.notNull())
		.addColumn('issued', 'bigint', (column) => column.notNull())
		.addColumn('expires', 'bigint', (column) => column.notNull())
		.execute();
	await schema
		.createTable('manifests')
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
		// Last: SQLite stops reading a row after the needed columns.
		.addColumn('token', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('manifests_key', ['tenant', 'sha256'])
		.addUniqueConstraint('manifests_sequence', ['tenant', 'sequence'])
		.addCheckConstraint('manifests_state', sql`state in ('draft', 'approved', 'deprecated', 'revoked')`)
		.addCheckConstraint('manifests_scope', scopeIsOfOne)
		.execute();
	await schema
		.createTable('approvals')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('manifest', 'text', (column) => column.notNull())
		.addColumn('key_id', 'text', (column) => column.notNull())
		.addColumn('approver', 'text', (column) => column.notNull())
		.addColumn('subject', 'text', (column) => column.notNull())
		.addColumn('token', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('approvals_key', ['tenant', 'manifest', 'key_id'])
		.addForeignKeyConstraint('approvals_manifest', ['tenant', 'manifest'], 'manifests', ['tenant', 'sha256'])
		.execute();
	await schema
		.createTable('evidence')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('manifest', 'text', (column) => column.notNull())
		.addColumn('sha256', 'text', (column) => column.notNull())
		.addColumn('type', 'text', (column) => column.notNull())
		.addColumn('facts', 'text', (column) => column.notNull())
		.addColumn('token', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('evidence_key', ['tenant', 'manifest', 'sha256'])
		.addForeignKeyConstraint('evidence_manifest', ['tenant', 'manifest'], 'manifests', ['tenant', 'sha256'])
		.execute();
	await schema
		.createTable('file_lists')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('sha256', 'text', (column) => column.notNull())
		.addColumn('content', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('file_lists_key', ['tenant', 'sha256'])
		.execute();
	await schema
		.createTable('rollouts')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('kind', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('state', 'text', (column) => column.notNull())
		.addColumn('rollout', 'text', (column) => column.notNull())
		.addColumn('revision', 'integer', (column) => column.notNull())
		.addPrimaryKeyConstraint('rollouts_key', ['tenant', 'id'])
		.execute();
	await schema
		.createTable('rollout_reports')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('rollout', 'text', (column) => column.notNull())
		.addColumn('instance', 'text', (column) => column.notNull())
		.addColumn('sequence', 'bigint', (column) => column.notNull())
		.addPrimaryKeyConstraint('rollout_reports_key', ['tenant', 'rollout', 'instance'])
		.execute();
	await schema
		.createTable('events')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('id', 'bigint', (column) => column.notNull())
		.addColumn('type', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addColumn('about', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('events_key', ['tenant', 'id'])
		.execute();
	await schema
		.createTable('reviews')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('manifest', 'text', (column) => column.notNull())
		.addColumn('notes', 'text')
		.addColumn('rejected_at', 'text')
		.addColumn('rejected_by', 'text')
		.addColumn('reason', 'text')
		.addPrimaryKeyConstraint('reviews_key', ['tenant', 'manifest'])
		.addForeignKeyConstraint('reviews_manifest', ['tenant', 'manifest'], 'manifests', ['tenant', 'sha256'])
		.execute();
	await schema
		.createTable('audit_outbox')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('number', 'bigint', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('content', 'text', (column) => column.notNull())
		.addColumn('mark', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('audit_outbox_key', ['tenant', 'number'])
		.execute();
	await schema
		.createTable('labels')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('kind', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('label', 'text', (column) => column.notNull())
		.addColumn('version', 'text')
		.addColumn('revision', 'integer', (column) => column.notNull())
		.addColumn('changed_at', 'text', (column) => column.notNull())
		.addColumn('changed_by', 'text', (column) => column.notNull())
		.addColumn('reason', 'text')
		.addPrimaryKeyConstraint('labels_key', ['tenant', 'kind', 'name', 'label'])
		.execute();
	await sql`create unique index manifests_only on manifests (tenant, kind, name, version) where ${hasOneOnly}`.execute(database);
	await schema.createIndex('manifests_of_version').on('manifests').columns(['tenant', 'kind', 'name', 'version']).execute();
	await schema.createIndex('manifests_by_state').on('manifests').columns(['tenant', 'state']).execute();
}

async function createTokenTables({ schema }: Kysely<unknown>): Promise<void> {
	await schema
		.createTable('access_tokens')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('subject', 'text', (column) => column.notNull())
		.addColumn('scopes', 'text', (column) => column.notNull())
		.addColumn('issued', 'bigint', (column) => column.notNull())
		.addColumn('expires', 'bigint', (column) => column.notNull())
		.addColumn('last_used_at', 'text')
		.addColumn('revoked_at', 'text')
		.addColumn('revoked_by', 'text')
		.addColumn('reason', 'text')
		.addPrimaryKeyConstraint('access_tokens_key', ['tenant', 'id'])
		.execute();
	await schema
		.createTable('revoked_subjects')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('subject', 'text', (column) => column.notNull())
		.addColumn('until', 'bigint', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addColumn('revoked_by', 'text', (column) => column.notNull())
		.addColumn('reason', 'text')
		.addPrimaryKeyConstraint('revoked_subjects_key', ['tenant', 'subject'])
		.execute();
}
