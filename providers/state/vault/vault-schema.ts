import type { StateSchema } from '../../../database/state-database';

export const vaultSchema: StateSchema = {
	name: 'vault',
	what: 'The token vault',
	version: 2,
	tenantTables: ['subject_key', 'conversation', 'last_number', 'entry'],
	schema: `
		CREATE TABLE IF NOT EXISTS host_key (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), fingerprint TEXT NOT NULL) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS subject_key (
			id TEXT NOT NULL PRIMARY KEY,
			tenant TEXT NOT NULL,
			subject TEXT NOT NULL,
			wrapped BLOB NOT NULL
		) STRICT;
		CREATE INDEX IF NOT EXISTS key_by_subject ON subject_key (tenant, subject);
		CREATE TABLE IF NOT EXISTS conversation (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			nonce TEXT NOT NULL,
			key_id TEXT NOT NULL REFERENCES subject_key (id) ON DELETE CASCADE,
			expires_at INTEGER NOT NULL,
			UNIQUE (tenant, conversation),
			UNIQUE (tenant, nonce)
		) STRICT;
		CREATE INDEX IF NOT EXISTS conversation_by_key ON conversation (key_id);
		CREATE INDEX IF NOT EXISTS conversation_by_end ON conversation (expires_at);
		CREATE TABLE IF NOT EXISTS last_number (
			tenant TEXT NOT NULL,
			conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
			label TEXT NOT NULL,
			number INTEGER NOT NULL,
			PRIMARY KEY (conversation, label)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS entry (
			id INTEGER PRIMARY KEY,
			tenant TEXT NOT NULL,
			conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
			token TEXT NOT NULL,
			value TEXT NOT NULL,
			canonical TEXT NOT NULL,
			sealed BLOB NOT NULL,
			expires_at INTEGER NOT NULL,
			UNIQUE (conversation, token),
			UNIQUE (conversation, value)
		) STRICT;
		CREATE INDEX IF NOT EXISTS entry_by_canonical ON entry (conversation, canonical);
		CREATE INDEX IF NOT EXISTS entry_by_end ON entry (expires_at);
	`,
	upgrades: [
		`ALTER TABLE last_number ADD COLUMN tenant TEXT NOT NULL DEFAULT '';
		UPDATE last_number SET tenant = (SELECT tenant FROM conversation WHERE conversation.id = last_number.conversation);
		ALTER TABLE entry ADD COLUMN tenant TEXT NOT NULL DEFAULT '';
		UPDATE entry SET tenant = (SELECT tenant FROM conversation WHERE conversation.id = entry.conversation)`,
	],
};
