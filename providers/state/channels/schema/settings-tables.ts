import type { ChannelTables } from './channel-table';

export const settingsTables: ChannelTables = {
	tables: {
		channel_settings: { kept: 'setting', nothing: 'channel version values_set trial_version trial_values trial_share' },
		channel_settings_change: {
			kept: 'record',
			user: 'changed_by decided_by reason',
			nothing: 'channel number action state changes share values_set version_before values_before rules_before at decided_at',
		},
		turn_settings: {
			kept: 'conversation',
			whose: { conversation: 'conversation' },
			// Members of a trial stay in it while it runs.
			oldBy: `CASE WHEN is_trial = 1 AND EXISTS (SELECT 1 FROM channel_settings JOIN conversation
				ON conversation.tenant = channel_settings.tenant AND conversation.channel = channel_settings.channel
				WHERE conversation.tenant = turn_settings.tenant AND conversation.id = turn_settings.conversation
					AND channel_settings.trial_version = turn_settings.version) THEN NULL ELSE at END`,
			moves: true,
			reference: 'turn conversation',
			nothing: 'version is_trial at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS channel_settings (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			version INTEGER NOT NULL,
			values_set TEXT NOT NULL,
			trial_version INTEGER,
			trial_values TEXT,
			trial_share INTEGER,
			PRIMARY KEY (tenant, channel)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS channel_settings_change (
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			number INTEGER NOT NULL,
			action TEXT NOT NULL,
			state TEXT NOT NULL,
			changes TEXT NOT NULL,
			share INTEGER,
			values_set TEXT,
			version_before INTEGER,
			values_before TEXT,
			rules_before TEXT,
			changed_by TEXT NOT NULL,
			at INTEGER NOT NULL,
			decided_by TEXT,
			decided_at INTEGER,
			reason TEXT,
			PRIMARY KEY (tenant, channel, number)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS channel_settings_proposed ON channel_settings_change (tenant, at) WHERE state = 'proposed';
		CREATE TABLE IF NOT EXISTS turn_settings (
			tenant TEXT NOT NULL,
			turn TEXT NOT NULL,
			conversation TEXT NOT NULL,
			version INTEGER NOT NULL,
			is_trial INTEGER NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, turn)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS turn_settings_by_conversation ON turn_settings (tenant, conversation, at);
	`,
};
