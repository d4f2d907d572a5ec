import type { StateSchema } from './state-schema';

/** Stands for all that the tenant stores. */
export const everybody = '*';

/**
 * Legal holds. Each store asks the names before it removes old rows. `held_name` has keyed hashes of persons and their conversations, and ids of
 * contacts and their conversations; later ones are added before each cleaning. It also has those of restricted contacts, with the protocol in place
 * of a hold. `person` is a keyed hash, or `everybody`. Times are milliseconds since the epoch.
 */
export const holdSchema: StateSchema = {
	name: 'holds',
	what: 'The legal holds',
	version: 1,
	tables: {
		legal_hold: {
			kept: 'setting',
			whose: { pseudonym: 'person' },
			stays: 'proof',
			pseudonym: 'person',
			encrypted: 'request reason',
			underMasterKey: 'request reason',
			reference: 'id',
			user: 'created_by',
			nothing: 'created_at until',
		},
		held_name: { kept: 'setting', whose: { pseudonym: 'name' }, stays: 'proof', pseudonym: 'name', reference: 'hold' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS legal_hold (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			person TEXT NOT NULL,
			request BLOB NOT NULL,
			reason BLOB NOT NULL,
			created_at INTEGER NOT NULL,
			created_by TEXT NOT NULL,
			until INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT;
		CREATE TABLE IF NOT EXISTS held_name (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			hold TEXT NOT NULL,
			PRIMARY KEY (tenant, name, hold)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS held_name_by_hold ON held_name (tenant, hold);
	`,
};

/** SQL condition: the row's tenant, or a name in these columns, is held. */
export const isOnHold = (table: string, columns: readonly string[] = []): string =>
	`EXISTS (SELECT 1 FROM held_name WHERE held_name.tenant = ${table}.tenant
	AND held_name.name IN (${[`'${everybody}'`, ...columns.map((column) => `${table}.${column}`)].join(', ')}))`;

export const isAnyoneOnHold = (table: string): string => `EXISTS (SELECT 1 FROM held_name WHERE held_name.tenant = ${table}.tenant)`;
