import type { StateSchema } from '../../../../database/state-database';

/**
 * Requests that are acknowledged and still have to become deliveries, in a file of their own: they are stored without waiting for what happens to
 * conversations. A name is unique here, so that a provider's repetitions take no space. PostgreSQL has no such table: its writers do not wait for
 * one another.
 */
export const inboxSchema: StateSchema = {
	name: 'channel_inbox',
	what: 'The requests that channels received',
	version: 1,
	tenantTables: ['receipt'],
	schema: `
		CREATE TABLE IF NOT EXISTS receipt (
			id TEXT NOT NULL PRIMARY KEY,
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			name TEXT NOT NULL,
			stored TEXT NOT NULL,
			received_at INTEGER NOT NULL,
			at INTEGER NOT NULL
		) STRICT;
		CREATE UNIQUE INDEX IF NOT EXISTS receipt_by_name ON receipt (tenant, channel, name);
	`,
};
