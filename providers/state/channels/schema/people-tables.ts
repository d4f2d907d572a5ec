import type { ChannelTables } from './channel-table';

export const peopleTables: ChannelTables = {
	tables: {
		hand_over: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			oldBy: 'at',
			moves: true,
			sealed: 'reason summary',
			reference: 'id name conversation',
			user: 'handed_by',
			nothing: 'channel language state at answer_by',
		},
		desk_write: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			oldBy: 'created_at',
			moves: true,
			sealed: 'content',
			reference: 'id hand_over conversation',
			nothing: 'number channel state waits attempts reason created_at tried_at',
		},
		desk_link: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			moves: true,
			identifier: 'address',
			reference: 'conversation',
			nothing: 'channel',
		},
		desk_relay: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			stays: 'desk',
			moves: true,
			identifier: 'address',
			reference: 'conversation',
			nothing: 'channel',
		},
		late_conversation: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			reference: 'conversation',
			nothing: 'channel waits_for since told_at',
		},
		// Numbers only, for follow-ups and the report.
		follow_up: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			reference: 'conversation',
			nothing: 'silence number at',
		},
	},
	schema: `
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
		CREATE TABLE IF NOT EXISTS desk_relay (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			address TEXT NOT NULL,
			conversation TEXT NOT NULL,
			PRIMARY KEY (tenant, channel, address)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS desk_relay_by_conversation ON desk_relay (tenant, conversation);
		CREATE TABLE IF NOT EXISTS late_conversation (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			channel TEXT NOT NULL,
			waits_for TEXT NOT NULL,
			since INTEGER NOT NULL,
			told_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, conversation)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS follow_up (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			silence INTEGER NOT NULL,
			number INTEGER NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, conversation, silence, number)
		) STRICT, WITHOUT ROWID;
	`,
};
