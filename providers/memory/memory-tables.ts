import type { TableData } from '../../core/base/privacy/personal-data';
import { sql, type ColumnDefinitionBuilder, type Kysely, type Transaction } from 'kysely';
import { secureRows, showEveryTenant, type Migrations } from '../database/apply-migrations';
import type { Dialect } from '../database/tenant-database';

/**
 * The same on SQLite and PostgreSQL. Every query gets a column `tenant`, not declared here (providers/database/own-tenant.ts). `person` and
 * `conversation` are keyed hashes; Uint8Array columns are encrypted.
 */
export interface Tables {
	memory_keys: { fingerprint: string };
	memory_persons: OwnerRow & { person: string };
	memory_facts: FactRow;
	memory_conversations: ConversationRow;
	memory_turns: TurnRow;
	memory_sharers: { conversation: string; person: string };
}

interface OwnerRow {
	/** Wrapped key; deleting it destroys everything it encrypts. */
	data_key: Uint8Array;
	touched_at: number;
	/** Shows whether rows are missing. */
	seal: Uint8Array;
}

export interface FactRow {
	person: string;
	id: string;
	/** Fields of a KeptMemory without a column, as JSON. */
	content: Uint8Array;
	vector: Uint8Array | null;
	stamp: string | null;
	used_at: number;
	uses: number;
}

export interface ConversationRow extends OwnerRow {
	conversation: string;
	name: Uint8Array;
	last: number;
	summary: Uint8Array | null;
	/** Last turn in the summary; 0 without one. */
	summary_up_to: number;
	/** Origins as JSON; null without a summary. */
	summary_labels: Uint8Array | null;
	failure: string | null;
	failure_up_to: number;
}

export interface TurnRow {
	conversation: string;
	number: number;
	at: number;
	/** `{message, reply, from, sensitivity}` as JSON. */
	content: Uint8Array;
}

export const memoryData = {
	memory_keys: { kept: 'setting', nothing: 'fingerprint' },
	memory_persons: {
		kept: 'memory',
		whose: { pseudonym: 'person' },
		oldBy: 'touched_at',
		pseudonym: 'person',
		sealed: 'data_key',
		underMasterKey: 'data_key',
		nothing: 'touched_at seal',
	},
	memory_facts: {
		kept: 'memory',
		whose: { pseudonym: 'person' },
		goesWith: 'memory_persons',
		pseudonym: 'person',
		sealed: 'content',
		derived: 'vector',
		nothing: 'id stamp used_at uses',
	},
	memory_conversations: {
		kept: 'memory',
		whose: { pseudonym: 'conversation' },
		oldBy: 'touched_at',
		pseudonym: 'conversation',
		sealed: 'data_key name summary summary_labels',
		underMasterKey: 'data_key',
		nothing: 'touched_at seal last summary_up_to failure failure_up_to',
	},
	memory_turns: {
		kept: 'memory',
		whose: { pseudonym: 'conversation' },
		goesWith: 'memory_conversations',
		pseudonym: 'conversation',
		sealed: 'content',
		nothing: 'number at',
	},
	memory_sharers: {
		kept: 'memory',
		whose: { pseudonym: 'conversation person' },
		goesWith: 'memory_conversations',
		pseudonym: 'conversation person',
	},
} as const satisfies Record<keyof Tables, TableData>;

export const memoryTables = { own: Object.keys(memoryData) as Array<keyof Tables>, common: [] };

export type Connection = Transaction<Tables>;

export const memoryMigrations = (dialect: Dialect): Migrations => ({
	table: 'memory_migration',
	what: 'The memory store',
	all: {
		'0001-memory': {
			async up(database: Kysely<unknown>) {
				await createTables(database, dialect);
				if (dialect !== 'postgres') return;
				await secureRows(database, memoryTables.own);
				await showEveryTenant(database, resealedTables);
			},
		},
	},
});

const resealedTables = ['memory_persons', 'memory_conversations'] as const;

const there = (column: ColumnDefinitionBuilder) => column.notNull();

async function createTables({ schema }: Kysely<unknown>, dialect: Dialect): Promise<void> {
	const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
	const table = (name: keyof Tables) => schema.createTable(name).addColumn('tenant', 'text', there);
	await table('memory_keys').addColumn('fingerprint', 'text', there).addPrimaryKeyConstraint('memory_keys_key', ['tenant']).execute();
	await table('memory_persons')
		.addColumn('person', 'text', there)
		.addColumn('data_key', bytes, there)
		.addColumn('touched_at', 'bigint', there)
		.addColumn('seal', bytes, there)
		.addPrimaryKeyConstraint('memory_persons_key', ['tenant', 'person'])
		.execute();
	await table('memory_facts')
		.addColumn('person', 'text', there)
		.addColumn('id', 'text', there)
		.addColumn('content', bytes, there)
		.addColumn('vector', bytes)
		.addColumn('stamp', 'text')
		.addColumn('used_at', 'bigint', there)
		.addColumn('uses', 'bigint', there)
		.addPrimaryKeyConstraint('memory_facts_key', ['tenant', 'person', 'id'])
		.execute();
	await table('memory_conversations')
		.addColumn('conversation', 'text', there)
		.addColumn('data_key', bytes, there)
		.addColumn('touched_at', 'bigint', there)
		.addColumn('seal', bytes, there)
		.addColumn('name', bytes, there)
		.addColumn('last', 'bigint', there)
		.addColumn('summary', bytes)
		.addColumn('summary_up_to', 'bigint', there)
		.addColumn('failure', 'text')
		.addColumn('failure_up_to', 'bigint', there)
		.addColumn('summary_labels', bytes)
		.addPrimaryKeyConstraint('memory_conversations_key', ['tenant', 'conversation'])
		.execute();
	await table('memory_turns')
		.addColumn('conversation', 'text', there)
		.addColumn('number', 'bigint', there)
		.addColumn('at', 'bigint', there)
		.addColumn('content', bytes, there)
		.addPrimaryKeyConstraint('memory_turns_key', ['tenant', 'conversation', 'number'])
		.execute();
	await table('memory_sharers')
		.addColumn('conversation', 'text', there)
		.addColumn('person', 'text', there)
		.addPrimaryKeyConstraint('memory_sharers_key', ['tenant', 'conversation', 'person'])
		.execute();
	await schema.createIndex('memory_sharers_by_person').on('memory_sharers').columns(['tenant', 'person']).execute();
	for (const owner of ['memory_persons', 'memory_conversations'])
		await schema.createIndex(`${owner}_by_age`).on(owner).columns(['tenant', 'touched_at']).execute();
}
