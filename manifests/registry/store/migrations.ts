import { sql, type Kysely, type Migration } from 'kysely';
import { secureRows, type Migrations } from '../../../database/apply-migrations';
import type { Dialect } from '../../../database/tenant-database';
import { allowSeveralManifests } from './allow-several-manifests';
import type { Tables } from './tables';

const firstTables = [
	'tenants',
	'snapshots',
	'manifests',
	'approvals',
	'file_lists',
	'flags',
	'rollouts',
	'rollout_reports',
	'events',
	'audit',
] as const satisfies Array<keyof Tables>;

const webhookTables = ['webhooks', 'webhook_dead'] as const satisfies Array<keyof Tables>;

const tokenTables = ['access_tokens', 'revoked_subjects'] as const satisfies Array<keyof Tables>;

const evidenceTables = ['evidence'] as const satisfies Array<keyof Tables>;

/** Tables with a column `tenant`. On PostgreSQL a transaction sees only the rows of its own tenant. */
export const tenantTables = [...firstTables, ...webhookTables, ...tokenTables, ...evidenceTables];

/** Tables without: the editions of the root, and the names of the tenants that have webhooks. */
const commonTables = ['roots', 'webhook_owners'] as const satisfies Array<keyof Tables>;

export const registryTables = { own: tenantTables, common: commonTables };

/** The name with which a transaction sees which tenants have webhooks, and nothing else. No tenant can have this name. */
export const everyTenant = '*';

/** By name, in the order of application. A released migration is never changed. */
const migrationsFor = (dialect: Dialect): Record<string, Migration> => ({
	'0001-registry': {
		async up(database: Kysely<unknown>) {
			await createTables(database);
			if (dialect === 'postgres') await secureRows(database, firstTables);
		},
	},
	'0002-webhooks': {
		async up(database: Kysely<unknown>) {
			await createWebhookTables(database);
			if (dialect !== 'postgres') return;
			await secureRows(database, webhookTables);
			await secureOwners(database);
		},
	},
	'0003-several-manifests': { up: (database: Kysely<unknown>) => allowSeveralManifests(database, dialect) },
	'0004-access-tokens': {
		async up(database: Kysely<unknown>) {
			await createTokenTables(database);
			if (dialect === 'postgres') await secureRows(database, tokenTables);
		},
	},
	'0005-evidence': {
		async up(database: Kysely<unknown>) {
			await createEvidence(database);
			if (dialect === 'postgres') await secureRows(database, evidenceTables);
		},
	},
});

/** @throws TroupeError REGISTRY_NOT_READY for a database of a later version, when they are applied */
export const registryMigrations = (dialect: Dialect): Migrations => ({
	table: 'kysely_migration',
	what: "The registry's database",
	all: migrationsFor(dialect),
	later: {
		code: 'REGISTRY_NOT_READY',
		fix: 'Run the version of Troupe that created it, or a later one, or specify another database with DATABASE_URL.',
	},
});

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
		.addColumn('published_at', 'text', (column) => column.notNull())
		// Last: SQLite stops reading a row after the columns that a query needs.
		.addColumn('token', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('manifests_key', ['tenant', 'sha256'])
		.addUniqueConstraint('manifests_version', ['tenant', 'kind', 'name', 'version'])
		.addUniqueConstraint('manifests_sequence', ['tenant', 'sequence'])
		.addCheckConstraint('manifests_state', sql`state in ('draft', 'approved', 'deprecated', 'revoked')`)
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
		.createTable('file_lists')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('sha256', 'text', (column) => column.notNull())
		.addColumn('content', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('file_lists_key', ['tenant', 'sha256'])
		.execute();
	await schema
		.createTable('flags')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('enabled', 'integer', (column) => column.notNull())
		.addColumn('percent', 'integer')
		.addColumn('revision', 'integer', (column) => column.notNull())
		.addPrimaryKeyConstraint('flags_key', ['tenant', 'name'])
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
		.createTable('audit')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('id', 'bigint', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addColumn('subject', 'text', (column) => column.notNull())
		.addColumn('action', 'text', (column) => column.notNull())
		.addColumn('outcome', 'text', (column) => column.notNull())
		.addColumn('object', 'text', (column) => column.notNull())
		.addColumn('details', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('audit_key', ['tenant', 'id'])
		.execute();
	await schema.createIndex('manifests_by_state').on('manifests').columns(['tenant', 'state']).execute();
	await schema.createIndex('audit_object').on('audit').columns(['tenant', 'object']).execute();
	await schema.createIndex('audit_outcome').on('audit').columns(['tenant', 'outcome', 'id']).execute();
}

async function createWebhookTables({ schema }: Kysely<unknown>): Promise<void> {
	await schema
		.createTable('webhooks')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('url', 'text', (column) => column.notNull())
		.addColumn('events', 'text', (column) => column.notNull())
		.addColumn('secret', 'text', (column) => column.notNull())
		.addColumn('key_id', 'text', (column) => column.notNull())
		.addColumn('created_at', 'text', (column) => column.notNull())
		.addColumn('after', 'bigint', (column) => column.notNull())
		.addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
		.addColumn('last_status', 'text')
		.addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
		.addColumn('next_at', 'bigint', (column) => column.notNull().defaultTo(0))
		.addColumn('lease_owner', 'text')
		.addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
		.addPrimaryKeyConstraint('webhooks_key', ['tenant', 'id'])
		.execute();
	await schema
		.createTable('webhook_dead')
		.addColumn('tenant', 'text', (column) => column.notNull())
		.addColumn('webhook', 'text', (column) => column.notNull())
		.addColumn('event', 'bigint', (column) => column.notNull())
		.addColumn('type', 'text', (column) => column.notNull())
		.addColumn('at', 'text', (column) => column.notNull())
		.addColumn('attempts', 'integer', (column) => column.notNull())
		.addColumn('status', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('webhook_dead_key', ['tenant', 'webhook', 'event'])
		.addForeignKeyConstraint('webhook_dead_webhook', ['tenant', 'webhook'], 'webhooks', ['tenant', 'id'], (key) => key.onDelete('cascade'))
		.execute();
	await schema
		.createTable('webhook_owners')
		.addColumn('name', 'text', (column) => column.primaryKey())
		.execute();
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

async function createEvidence({ schema }: Kysely<unknown>): Promise<void> {
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
		.alterTable('tenants')
		.addColumn('demands', 'text', (column) => column.notNull().defaultTo('{}'))
		.execute();
}

/** A tenant sees its own name only. The delivery of webhooks sees all, under a name that no tenant has. */
async function secureOwners(database: Kysely<unknown>): Promise<void> {
	const asked = sql`current_setting('troupe.tenant', true)`;
	await sql`alter table webhook_owners enable row level security`.execute(database);
	await sql`alter table webhook_owners force row level security`.execute(database);
	await sql`create policy own_name on webhook_owners using (name = ${asked}) with check (name = ${asked})`.execute(database);
	await sql`create policy every_name on webhook_owners for select using (${asked} = ${sql.lit(everyTenant)})`.execute(database);
}
