import type { ChannelTables } from './channel-table';

export const dealTables: ChannelTables = {
	tables: {
		conversation_deal: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			moves: true,
			identifier: 'id',
			reference: 'conversation',
			nothing: 'account recorded_at state is_proposed closed_at asked_at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS conversation_deal (
			tenant TEXT NOT NULL,
			account TEXT NOT NULL,
			id TEXT NOT NULL,
			conversation TEXT NOT NULL,
			recorded_at INTEGER NOT NULL,
			state TEXT NOT NULL,
			is_proposed INTEGER,
			closed_at INTEGER,
			asked_at INTEGER,
			PRIMARY KEY (tenant, account, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS conversation_deal_by_conversation ON conversation_deal (tenant, conversation);
		CREATE INDEX IF NOT EXISTS conversation_deal_by_record ON conversation_deal (tenant, recorded_at);
		CREATE INDEX IF NOT EXISTS conversation_deal_by_close ON conversation_deal (tenant, closed_at) WHERE closed_at IS NOT NULL;
	`,
};
