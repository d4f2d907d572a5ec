import type { ChannelTables } from './channel-table';

export const noteTables: ChannelTables = {
	tables: {
		conversation_note: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			// An assignment stays as long as the conversation.
			oldBy: "CASE kind WHEN 'assignment' THEN NULL ELSE at END",
			moves: true,
			sealed: 'content',
			reference: 'conversation id',
			user: 'written_by',
			nothing: 'at kind',
		},
	},
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
