import type { ChannelTables } from './channel-table';

export const channelTables: ChannelTables = {
	tables: {
		channel: {
			kept: 'setting',
			user: 'changed_by',
			nothing: `name provider settings credential agent message hand_over rules state allowed_networks path_secret_hash created_at changed_at
				refused last_refused_at last_refusal`,
		},
		receipt: {
			kept: 'request',
			whose: { text: 'stored' },
			oldBy: 'ended_at',
			encrypted: 'stored',
			underMasterKey: 'stored',
			pseudonym: 'name',
			reference: 'id trace',
			nothing: 'channel received_at state attempts try_at reason ended_at',
		},
		channel_event: { kept: 'requestMark', stays: 'expires', pseudonym: 'name', nothing: 'channel at' },
	},
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
		CREATE TABLE IF NOT EXISTS channel_event (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			name TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, channel, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS channel_event_by_time ON channel_event (at);
	`,
};
