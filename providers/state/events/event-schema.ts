import type { StateSchema } from '../../database/state-database';

/** Times are milliseconds since the epoch. */
export const eventSchema: StateSchema = {
	name: 'events',
	what: 'The events',
	version: 1,
	usesServerTime: true,
	tables: {
		last_event: { kept: 'record', nothing: 'id' },
		// Contacts by id, persons by keyed hash.
		event: { kept: 'event', stays: 'expires', reference: 'data once', nothing: 'id event_id type version at' },
		event_source: { kept: 'record', nothing: 'source position' },
		subscription: {
			kept: 'setting',
			underMasterKey: 'secret',
			nothing: 'id url types secret state reason max_attempts failures created_at since last_status last_at',
		},
		event_delivery: { kept: 'event', nothing: 'id event subscription state attempts status reason created_at ended_at' },
		delivery_attempt: { kept: 'event', nothing: 'delivery number at status duration_ms error' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS last_event (tenant TEXT NOT NULL PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS event (
			tenant TEXT NOT NULL,
			id INTEGER NOT NULL,
			event_id TEXT NOT NULL,
			type TEXT NOT NULL,
			version INTEGER NOT NULL,
			at INTEGER NOT NULL,
			data TEXT NOT NULL,
			once TEXT,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS event_by_time ON event (at);
		CREATE UNIQUE INDEX IF NOT EXISTS event_once ON event (tenant, once) WHERE once IS NOT NULL;
		CREATE TABLE IF NOT EXISTS event_source (
			tenant TEXT NOT NULL,
			source TEXT NOT NULL,
			position INTEGER NOT NULL,
			PRIMARY KEY (tenant, source)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE IF NOT EXISTS subscription (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			url TEXT NOT NULL,
			types TEXT NOT NULL,
			secret TEXT NOT NULL,
			state TEXT NOT NULL,
			reason TEXT,
			max_attempts INTEGER NOT NULL,
			failures INTEGER NOT NULL,
			created_at INTEGER NOT NULL,
			since INTEGER NOT NULL,
			last_status TEXT,
			last_at INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE IF NOT EXISTS event_delivery (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			event INTEGER NOT NULL,
			subscription TEXT NOT NULL,
			state TEXT NOT NULL,
			attempts INTEGER NOT NULL,
			status TEXT,
			reason TEXT,
			created_at INTEGER NOT NULL,
			ended_at INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE UNIQUE INDEX IF NOT EXISTS delivery_of_event ON event_delivery (tenant, event, subscription);
		CREATE INDEX IF NOT EXISTS delivery_of_subscription ON event_delivery (tenant, subscription, ended_at);
		CREATE INDEX IF NOT EXISTS event_delivery_by_end ON event_delivery (ended_at) WHERE ended_at IS NOT NULL;
		CREATE TABLE IF NOT EXISTS delivery_attempt (
			tenant TEXT NOT NULL,
			delivery TEXT NOT NULL,
			number INTEGER NOT NULL,
			at INTEGER NOT NULL,
			status TEXT NOT NULL,
			duration_ms INTEGER NOT NULL,
			error TEXT,
			PRIMARY KEY (tenant, delivery, number)
		) STRICT, WITHOUT ROWID;
	`,
};
