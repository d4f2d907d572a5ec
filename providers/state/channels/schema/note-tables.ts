/** What people of the company write about conversations. Since version 2. */
export const noteTables = {
	tenantTables: ['conversation_note'],
	schema: `
		CREATE TABLE IF NOT EXISTS conversation_note (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			id TEXT NOT NULL,
			at INTEGER NOT NULL,
			kind TEXT NOT NULL,
			written_by TEXT NOT NULL,
			content TEXT NOT NULL,
			PRIMARY KEY (tenant, conversation, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS conversation_by_activity ON conversation (tenant, last_at, id);
	`,
};
