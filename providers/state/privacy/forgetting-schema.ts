import type { StateSchema } from '../../database/state-database';

/**
 * Forgettings until their anonymous receipt. `request` stays until all is done. `forgotten_name`: keyed hashes of all names, so that a later request
 * by any name gets the receipt. Times are milliseconds since the epoch.
 */
export const forgettingSchema: StateSchema = {
	name: 'forgettings',
	what: 'The forgettings',
	version: 1,
	tables: {
		forgetting: {
			kept: 'record',
			whose: { pseudonym: 'subject' },
			stays: 'proof',
			pseudonym: 'subject',
			encrypted: 'request',
			underMasterKey: 'request',
			nothing: 'tried_at receipt',
		},
		forgotten_name: { kept: 'record', whose: { pseudonym: 'name subject' }, stays: 'proof', pseudonym: 'name subject' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS forgetting (
			tenant TEXT NOT NULL,
			subject TEXT NOT NULL,
			tried_at INTEGER NOT NULL,
			request BLOB,
			receipt TEXT,
			PRIMARY KEY (tenant, subject)
		) STRICT;
		CREATE INDEX IF NOT EXISTS forgetting_open ON forgetting (tried_at) WHERE request IS NOT NULL;
		CREATE TABLE IF NOT EXISTS forgotten_name (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			subject TEXT NOT NULL,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
	`,
};
