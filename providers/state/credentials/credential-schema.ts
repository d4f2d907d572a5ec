import type { StateSchema } from '../../database/state-database';

export const credentialSchema: StateSchema = {
	name: 'credentials',
	what: 'The credentials',
	version: 1,
	usesServerTime: true,
	tables: {
		credential: {
			kept: 'setting',
			stays: 'company',
			encrypted: 'sealed wrapped_key',
			underMasterKey: 'wrapped_key',
			user: 'changed_by',
			nothing:
				'name type provider test_url revision created_at changed_at token_ends_at ends_at checked_at problem renewed_by renewed_until',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS credential (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			type TEXT NOT NULL,
			provider TEXT,
			test_url TEXT,
			revision INTEGER NOT NULL,
			created_at INTEGER NOT NULL,
			changed_at INTEGER NOT NULL,
			changed_by TEXT NOT NULL,
			token_ends_at INTEGER,
			ends_at INTEGER,
			checked_at INTEGER,
			problem TEXT,
			sealed BLOB NOT NULL,
			wrapped_key BLOB NOT NULL,
			renewed_by TEXT,
			renewed_until INTEGER,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
	`,
};
