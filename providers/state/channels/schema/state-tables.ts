import type { ChannelTables } from './channel-table';

export const stateTables: ChannelTables = {
	tables: {
		channel_state: { kept: 'setting', nothing: 'channel part state reason since checked_at lacks' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS channel_state (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			part TEXT NOT NULL,
			state TEXT NOT NULL,
			reason TEXT,
			since INTEGER NOT NULL,
			checked_at INTEGER NOT NULL,
			lacks TEXT,
			PRIMARY KEY (tenant, channel, part)
		) STRICT, WITHOUT ROWID;
	`,
};
