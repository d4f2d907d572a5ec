import type { StateConnection, StateSchema } from '../../database/state-database';

/** Serialises opening and removal of conversations, so that none gets a removed key. */
export const vaultTurn = 'conversations';

export const vaultSchema: StateSchema = {
	name: 'vault',
	what: 'The token vault',
	version: 1,
	forgetting: {
		turn: () => vaultTurn,
		async remove(connection, { tenant, pseudonyms }) {
			let destroyed = 0;
			for (const subject of pseudonyms) destroyed += await destroyKeys(connection, tenant, subject);
			return destroyed;
		},
	},
	tables: {
		host_key: { isCommon: true, kept: 'setting', nothing: 'one fingerprint' },
		master_key: { isCommon: true, kept: 'setting', nothing: 'id state carried created_at changed_at' },
		subject_key: {
			kept: 'token',
			whose: { pseudonym: 'subject' },
			goesWith: 'vault_conversation',
			pseudonym: 'subject',
			sealed: 'wrapped',
			underMasterKey: 'wrapped',
			nothing: 'id',
		},
		vault_conversation: {
			kept: 'token',
			whose: { subject_key: 'key_id' },
			endsBy: 'expires_at',
			pseudonym: 'conversation holder',
			reference: 'id key_id',
			nothing: 'nonce expires_at',
		},
		last_number: { kept: 'token', whose: { vault_conversation: 'conversation' }, reference: 'conversation', nothing: 'label number' },
		vault_entry: {
			kept: 'token',
			whose: { vault_conversation: 'conversation' },
			endsBy: 'expires_at',
			reference: 'conversation',
			pseudonym: 'value canonical',
			sealed: 'sealed',
			nothing: 'id token expires_at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS host_key (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), fingerprint TEXT NOT NULL) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS master_key (
			id TEXT NOT NULL PRIMARY KEY,
			state TEXT NOT NULL,
			carried BLOB,
			created_at INTEGER NOT NULL,
			changed_at INTEGER NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS subject_key (
			id TEXT NOT NULL PRIMARY KEY,
			tenant TEXT NOT NULL,
			subject TEXT NOT NULL,
			wrapped BLOB NOT NULL
		) STRICT;
		CREATE INDEX IF NOT EXISTS key_by_subject ON subject_key (tenant, subject);
		CREATE TABLE IF NOT EXISTS vault_conversation (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			holder TEXT NOT NULL,
			nonce TEXT NOT NULL,
			key_id TEXT NOT NULL REFERENCES subject_key (id) ON DELETE CASCADE,
			expires_at INTEGER NOT NULL,
			UNIQUE (tenant, conversation),
			UNIQUE (tenant, nonce)
		) STRICT;
		CREATE INDEX IF NOT EXISTS vault_conversation_by_holder ON vault_conversation (tenant, holder);
		CREATE INDEX IF NOT EXISTS vault_conversation_by_key ON vault_conversation (key_id);
		CREATE INDEX IF NOT EXISTS vault_conversation_by_end ON vault_conversation (expires_at);
		CREATE TABLE IF NOT EXISTS last_number (
			tenant TEXT NOT NULL,
			conversation INTEGER NOT NULL REFERENCES vault_conversation (id) ON DELETE CASCADE,
			label TEXT NOT NULL,
			number INTEGER NOT NULL,
			PRIMARY KEY (conversation, label)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS vault_entry (
			id INTEGER PRIMARY KEY,
			tenant TEXT NOT NULL,
			conversation INTEGER NOT NULL REFERENCES vault_conversation (id) ON DELETE CASCADE,
			token TEXT NOT NULL,
			value TEXT NOT NULL,
			canonical TEXT NOT NULL,
			sealed BLOB NOT NULL,
			expires_at INTEGER NOT NULL,
			UNIQUE (conversation, token),
			UNIQUE (conversation, value)
		) STRICT;
		CREATE INDEX IF NOT EXISTS vault_entry_by_canonical ON vault_entry (conversation, canonical);
		CREATE INDEX IF NOT EXISTS vault_entry_by_end ON vault_entry (expires_at);
	`,
};

/** Destroys a subject's keys with its conversations and entries. @returns the number of keys */
export function destroyKeys(connection: StateConnection, tenant: string, subject: string): Promise<number> {
	return connection.run('DELETE FROM subject_key WHERE tenant = ? AND subject = ?', tenant, subject);
}
