import type { ChannelTables } from './channel-table';

export const conversationTables: ChannelTables = {
	tables: {
		conversation: {
			kept: 'conversation',
			whose: { contact: 'contact' },
			oldBy: 'last_at',
			identifier: 'address reply_address',
			derived: 'labels state',
			reference: 'id joined_into contact turn',
			user: 'mode_by',
			nothing: `channel mode mode_until session session_started_at agent messages last_at last_contact_at changes_since changes quiet_ms
				max_quiet_ms held_until flood_until turn_effects attempts away_ms follow_up restarts next_send_at sends`,
		},
		// Uses its session, as it has no time of its own.
		session_memory: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			sealed: 'summary',
			reference: 'conversation',
			nothing: 'session session_ms is_over agent',
		},
		message: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			oldBy: 'arrived_at',
			sealed: 'content',
			identifier: 'id reply_to',
			reference: 'conversation turn receipt',
			user: 'writer',
			nothing: 'number author at arrived_at is_edited session waits begins_turn lacks_transcript',
		},
		audio: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			oldBy: 'created_at',
			reference: 'id conversation',
			nothing: 'number channel state keeps texts attempts problem duration_ms transcriber is_late reason created_at ended_at',
		},
		own_write: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			oldBy: 'until',
			derived: 'value',
			reference: 'conversation',
			nothing: 'field number until',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS conversation (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			channel TEXT NOT NULL,
			address TEXT NOT NULL,
			reply_address TEXT,
			joined_into TEXT,
			contact TEXT NOT NULL,
			mode TEXT NOT NULL,
			mode_until INTEGER,
			mode_by TEXT,
			session INTEGER NOT NULL,
			session_started_at INTEGER NOT NULL,
			agent TEXT,
			messages INTEGER NOT NULL,
			last_at INTEGER NOT NULL,
			last_contact_at INTEGER,
			labels TEXT NOT NULL,
			state TEXT,
			changes_since INTEGER,
			changes INTEGER NOT NULL,
			quiet_ms INTEGER NOT NULL,
			max_quiet_ms INTEGER NOT NULL,
			held_until INTEGER,
			flood_until INTEGER,
			turn TEXT,
			turn_effects INTEGER NOT NULL,
			attempts INTEGER NOT NULL, away_ms INTEGER NOT NULL DEFAULT 0, follow_up INTEGER,
			restarts INTEGER NOT NULL,
			next_send_at INTEGER NOT NULL,
			sends INTEGER NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE UNIQUE INDEX IF NOT EXISTS conversation_by_address ON conversation (tenant, channel, address);
		CREATE INDEX IF NOT EXISTS conversation_by_contact ON conversation (tenant, contact);
		CREATE TABLE IF NOT EXISTS session_memory (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			session INTEGER NOT NULL,
			session_ms INTEGER NOT NULL,
			is_over INTEGER NOT NULL,
			summary TEXT,
			agent TEXT,
			PRIMARY KEY (tenant, conversation, session)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS message (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			number INTEGER NOT NULL,
			id TEXT NOT NULL,
			author TEXT NOT NULL,
			writer TEXT,
			at INTEGER NOT NULL,
			arrived_at INTEGER NOT NULL,
			content TEXT NOT NULL,
			reply_to TEXT,
			is_edited INTEGER NOT NULL,
			session INTEGER NOT NULL,
			turn TEXT,
			waits INTEGER NOT NULL, begins_turn INTEGER NOT NULL DEFAULT 1,
			lacks_transcript INTEGER NOT NULL,
			receipt TEXT,
			PRIMARY KEY (tenant, conversation, number)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS message_by_id ON message (tenant, conversation, id);
		CREATE INDEX IF NOT EXISTS message_by_receipt ON message (tenant, receipt) WHERE receipt IS NOT NULL;
		CREATE INDEX IF NOT EXISTS message_unanswered ON message (tenant, conversation, arrived_at) WHERE waits IN (1, 2, 7, 8);
		CREATE INDEX IF NOT EXISTS message_of_turn ON message (tenant, conversation, waits) WHERE waits = 1;
		CREATE INDEX IF NOT EXISTS message_without_answer ON message (tenant, turn) WHERE waits = 2;
		CREATE TABLE IF NOT EXISTS audio (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			conversation TEXT NOT NULL,
			number INTEGER NOT NULL,
			channel TEXT NOT NULL,
			state TEXT NOT NULL,
			keeps TEXT NOT NULL,
			texts TEXT NOT NULL,
			attempts INTEGER NOT NULL,
			problem TEXT,
			duration_ms INTEGER,
			transcriber TEXT,
			is_late INTEGER NOT NULL,
			reason TEXT,
			created_at INTEGER NOT NULL,
			ended_at INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS audio_by_conversation ON audio (tenant, conversation, number);
		CREATE INDEX IF NOT EXISTS audio_by_channel ON audio (tenant, channel, created_at);
		CREATE TABLE IF NOT EXISTS own_write (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			field TEXT NOT NULL,
			value TEXT NOT NULL,
			number INTEGER NOT NULL,
			until INTEGER NOT NULL,
			PRIMARY KEY (tenant, conversation, field, value, number)
		) STRICT, WITHOUT ROWID;
	`,
};
