import type { StateSchema } from '../../../database/state-database';

/**
 * Requests that are acknowledged and still have to become receipts, in a file of their own: they are stored without waiting for what happens to
 * conversations. Rows are only added at the end and removed from the beginning, because an index would cost more than they do; a repeated request
 * is recognized when it becomes a receipt. Numbers are never used again. PostgreSQL has no such table: its writers do not wait for one another.
 */
export const inboxSchema: StateSchema = {
	name: 'channel_inbox',
	what: 'The requests that channels received',
	version: 1,
	isAlone: true,
	tables: {
		request: {
			kept: 'work',
			whose: { text: 'stored' },
			encrypted: 'stored',
			underMasterKey: 'stored',
			pseudonym: 'name',
			reference: 'id trace',
			nothing: 'number channel received_at at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS request (
			number INTEGER PRIMARY KEY AUTOINCREMENT,
			id TEXT NOT NULL,
			tenant TEXT NOT NULL,
			channel TEXT NOT NULL,
			name TEXT NOT NULL,
			stored TEXT NOT NULL,
			received_at INTEGER NOT NULL,
			at INTEGER NOT NULL,
			trace TEXT
		) STRICT;
	`,
};
