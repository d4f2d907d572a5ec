import type { StateSchema } from '../../database/state-database';

/**
 * Forgettings of persons, from their beginning to their receipt, which names nobody. `request` is there until all is done. `forgotten_name` has the keyed
 * hashes of all names of a person, so that whoever asks again, by any of them, gets the receipt. Times are milliseconds since the epoch.
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
