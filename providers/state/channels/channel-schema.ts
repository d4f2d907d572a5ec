import type { StateSchema } from '../../database/state-database';
import { forgetContacts } from './contacts/forget-contact';

/** Changes of a tenant's conversations run one after the other. */
export const conversationTurn = (tenant: string): string => `conversations ${tenant}`;

/** Requests, contacts, conversations and messages of channels. Times are milliseconds since the epoch. */
export const channelSchema: StateSchema = {
	name: 'channels',
	what: 'The conversations of channels',
	version: 1,
	usesServerTime: true,
	forgetting: { turn: conversationTurn, remove: forgetContacts },
	tenantTables: [
		'channel',
		'receipt',
		'contact',
		'contact_alias',
		'contact_apart',
		'contact_log',
		'conversation',
		'session_memory',
		'message',
		'audio',
		'channel_event',
		'own_write',
		'outgoing',
		'outgoing_id',
		'hand_over',
		'desk_write',
		'desk_link',
	],
	schema: `
		CREATE TABLE IF NOT EXISTS channel (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			provider TEXT NOT NULL,
			settings TEXT NOT NULL,
			credential TEXT NOT NULL,
			agent TEXT,
			message TEXT,
			hand_over TEXT,
			rules TEXT NOT NULL,
			state TEXT NOT NULL,
			allowed_networks TEXT NOT NULL,
			path_secret_hash TEXT,
			created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL,
			refused INTEGER NOT NULL, last_refused_at INTEGER, last_refusal TEXT,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE IF NOT EXISTS receipt (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			channel TEXT NOT NULL,
			name TEXT NOT NULL,
			stored TEXT NOT NULL,
			received_at INTEGER NOT NULL,
			state TEXT NOT NULL,
			attempts INTEGER NOT NULL,
			try_at INTEGER,
			reason TEXT,
			ended_at INTEGER,
			trace TEXT,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE UNIQUE INDEX IF NOT EXISTS receipt_by_name ON receipt (tenant, channel, name);
		CREATE INDEX IF NOT EXISTS receipt_to_try ON receipt (tenant, channel, try_at, id) WHERE try_at IS NOT NULL;
		CREATE INDEX IF NOT EXISTS receipt_waiting ON receipt (tenant, channel, received_at) WHERE try_at IS NOT NULL;
		CREATE INDEX IF NOT EXISTS receipt_by_end ON receipt (ended_at);
		CREATE INDEX IF NOT EXISTS receipt_given_up ON receipt (tenant, channel, received_at) WHERE state = 'dead';

		CREATE TABLE IF NOT EXISTS contact (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			name TEXT,
			created_at INTEGER NOT NULL,
			merged_into TEXT,
			minute_since INTEGER,
			minute_messages INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS contact_alias (
			tenant TEXT NOT NULL,
			kind TEXT NOT NULL,
			value TEXT NOT NULL,
			contact TEXT NOT NULL,
			proof TEXT NOT NULL,
			since INTEGER NOT NULL,
			tie TEXT NOT NULL DEFAULT '',
			PRIMARY KEY (tenant, kind, value)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS contact_alias_by_contact ON contact_alias (tenant, contact);
		CREATE TABLE IF NOT EXISTS contact_apart (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			other TEXT NOT NULL,
			PRIMARY KEY (tenant, contact, other)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS contact_log (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			number INTEGER NOT NULL,
			at INTEGER NOT NULL,
			kind TEXT NOT NULL,
			actor TEXT NOT NULL,
			details TEXT NOT NULL,
			PRIMARY KEY (tenant, contact, number)
		) STRICT, WITHOUT ROWID;

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
			attempts INTEGER NOT NULL, away_ms INTEGER NOT NULL DEFAULT 0,
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

		CREATE TABLE IF NOT EXISTS channel_event (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			name TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, channel, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS channel_event_by_time ON channel_event (at);

		CREATE TABLE IF NOT EXISTS own_write (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			field TEXT NOT NULL,
			value TEXT NOT NULL,
			number INTEGER NOT NULL,
			until INTEGER NOT NULL,
			PRIMARY KEY (tenant, conversation, field, value, number)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE IF NOT EXISTS outgoing (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			name TEXT NOT NULL,
			channel TEXT NOT NULL,
			conversation TEXT NOT NULL,
			number INTEGER NOT NULL,
			content TEXT NOT NULL,
			reply_to TEXT,
			run TEXT,
			digest TEXT NOT NULL,
			state TEXT NOT NULL,
			waits INTEGER NOT NULL,
			attempts INTEGER NOT NULL,
			reason TEXT,
			created_at INTEGER NOT NULL,
			tried_at INTEGER,
			sent_at INTEGER,
			echoes INTEGER NOT NULL,
			mirrored INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE UNIQUE INDEX IF NOT EXISTS outgoing_by_name ON outgoing (tenant, name);
		CREATE INDEX IF NOT EXISTS outgoing_by_conversation ON outgoing (tenant, conversation, waits, number);
		CREATE INDEX IF NOT EXISTS outgoing_waiting ON outgoing (tenant, channel, created_at) WHERE waits = 1;
		CREATE TABLE IF NOT EXISTS outgoing_id (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			id TEXT NOT NULL,
			outgoing TEXT NOT NULL,
			PRIMARY KEY (tenant, channel, id)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE IF NOT EXISTS hand_over (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			name TEXT NOT NULL,
			channel TEXT NOT NULL,
			conversation TEXT NOT NULL,
			reason TEXT NOT NULL,
			summary TEXT NOT NULL,
			language TEXT NOT NULL,
			handed_by TEXT NOT NULL,
			state TEXT NOT NULL,
			at INTEGER NOT NULL,
			answer_by INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE UNIQUE INDEX IF NOT EXISTS hand_over_by_name ON hand_over (tenant, name);
		CREATE INDEX IF NOT EXISTS hand_over_by_conversation ON hand_over (tenant, conversation, state);
		CREATE TABLE IF NOT EXISTS desk_write (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			hand_over TEXT NOT NULL,
			conversation TEXT NOT NULL,
			number INTEGER NOT NULL,
			channel TEXT NOT NULL,
			content TEXT NOT NULL,
			state TEXT NOT NULL,
			waits INTEGER NOT NULL,
			attempts INTEGER NOT NULL,
			reason TEXT,
			created_at INTEGER NOT NULL,
			tried_at INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS desk_write_by_hand_over ON desk_write (tenant, hand_over, number);
		CREATE INDEX IF NOT EXISTS desk_write_by_conversation ON desk_write (tenant, conversation, waits, number);
		CREATE TABLE IF NOT EXISTS desk_link (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			address TEXT NOT NULL,
			conversation TEXT NOT NULL,
			PRIMARY KEY (tenant, channel, address)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS desk_link_by_conversation ON desk_link (tenant, conversation);
	`,
};
