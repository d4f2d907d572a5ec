import type { ChannelTables } from './channel-table';

export const keyTables: ChannelTables = {
	tables: {
		conversation_key: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			reference: 'conversation',
			sealed: 'sealed',
			underMasterKey: 'sealed',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS conversation_key (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			sealed BLOB NOT NULL,
			PRIMARY KEY (tenant, conversation)
		) STRICT, WITHOUT ROWID;
	`,
};
