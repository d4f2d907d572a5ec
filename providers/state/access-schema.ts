import type { StateSchema } from '../database/state-database';

/**
 * `api_key_session`: browser sessions, each acting for its caller. `api_key_session_token`: binds operator sessions to the service token.
 * `api_key_session_left`: sessions signed out, whose work goes on.
 */
export const accessSchema: StateSchema = {
	name: 'access',
	what: 'The API keys',
	version: 1,
	tables: {
		api_key: {
			kept: 'key',
			user: 'name created_by revoked_by',
			nothing: 'id hash role scopes allow_from rate created_at expires_at last_used_at revoked_at replaced_by',
		},
		api_key_session: { kept: 'key', nothing: 'key' },
		api_key_session_token: { kept: 'key', nothing: 'key bound_to' },
		api_key_session_left: { kept: 'key', nothing: 'key' },
		api_key_address: { kept: 'key', user: 'address', nothing: 'key at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS api_key (
			id TEXT NOT NULL PRIMARY KEY,
			hash TEXT NOT NULL UNIQUE,
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			role TEXT,
			scopes TEXT NOT NULL,
			allow_from TEXT NOT NULL,
			rate INTEGER,
			created_at INTEGER NOT NULL,
			created_by TEXT NOT NULL,
			expires_at INTEGER,
			last_used_at INTEGER,
			revoked_at INTEGER,
			revoked_by TEXT,
			replaced_by TEXT
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS api_key_by_tenant ON api_key (tenant, created_at);
		CREATE TABLE IF NOT EXISTS api_key_session (
			tenant TEXT NOT NULL,
			key TEXT NOT NULL,
			PRIMARY KEY (tenant, key)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS api_key_session_token (
			tenant TEXT NOT NULL,
			key TEXT NOT NULL,
			bound_to TEXT NOT NULL,
			PRIMARY KEY (tenant, key)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS api_key_session_left (
			tenant TEXT NOT NULL,
			key TEXT NOT NULL,
			PRIMARY KEY (tenant, key)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS api_key_address (
			tenant TEXT NOT NULL,
			key TEXT NOT NULL,
			address TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, key, address)
		) STRICT, WITHOUT ROWID;
	`,
};
