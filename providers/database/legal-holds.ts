import type { StateSchema } from './state-schema';

/** In place of a name: all that the tenant stores. */
export const everybody = '*';

/**
 * What must not be removed while somebody holds it, such as for a proceeding. Each store of the state asks the table of names before it removes what is old.
 * `held_name` has the keyed hashes of a person and of their conversations, and the ids of the contact and of its conversations; those that came
 * later are added before each cleaning. It also has those of contacts whose processing is restricted, under the protocol in place of a hold. `person` is a keyed hash, or `everybody`. Times are milliseconds since the epoch.
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

/** A condition on a row: it is held, with all of its tenant, or by a name in one of these columns. */
export const isOnHold = (table: string, columns: readonly string[] = []): string =>
	`EXISTS (SELECT 1 FROM held_name WHERE held_name.tenant = ${table}.tenant
	AND held_name.name IN (${[`'${everybody}'`, ...columns.map((column) => `${table}.${column}`)].join(', ')}))`;

/** A condition on a row whose person cannot be told: somebody of its tenant is held. */
export const isAnyoneOnHold = (table: string): string => `EXISTS (SELECT 1 FROM held_name WHERE held_name.tenant = ${table}.tenant)`;
