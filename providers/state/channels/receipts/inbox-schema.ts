import type { StateSchema } from '../../../database/state-database';

/**
 * Acknowledged requests before they become receipts, in a separate file, so that storing does not wait for conversations. Rows are appended and
 * removed from the front: an index would cost more; duplicates are found on becoming receipts. Numbers are never reused. Not on PostgreSQL, whose
 * writers do not block each other.
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
