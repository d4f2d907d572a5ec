import type { ChannelTables } from './channel-table';

export const outgoingTables: ChannelTables = {
	tables: {
		outgoing: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			oldBy: 'created_at',
			sealed: 'content',
			identifier: 'reply_to',
			pseudonym: 'digest',
			reference: 'id name conversation run',
			nothing: 'channel number state waits attempts reason created_at tried_at sent_at echoes mirrored answers by_person',
			user: 'writer',
		},
		outgoing_id: { kept: 'conversation', whose: { outgoing: 'outgoing' }, identifier: 'id', reference: 'outgoing', nothing: 'channel' },
		unsent: {
			kept: 'conversation',
			whose: { outgoing: 'outgoing' },
			reference: 'outgoing',
			user: 'settled_by',
			nothing: 'code at settled_at',
		},
	},
	schema: `
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
			mirrored INTEGER NOT NULL DEFAULT 0, answers INTEGER NOT NULL DEFAULT 0,
			by_person INTEGER NOT NULL DEFAULT 0,
			writer TEXT,
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
		CREATE INDEX IF NOT EXISTS outgoing_id_by_outgoing ON outgoing_id (tenant, outgoing);
		CREATE TABLE IF NOT EXISTS unsent (
			tenant TEXT NOT NULL,
			outgoing TEXT NOT NULL,
			code TEXT,
			at INTEGER NOT NULL,
			settled_at INTEGER,
			settled_by TEXT,
			PRIMARY KEY (tenant, outgoing)
		) STRICT, WITHOUT ROWID;
	`,
};
