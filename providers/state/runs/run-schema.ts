import type { StateSchema } from '../../database/state-database';
import { forgetConversations } from './remove-runs';
import { noticeTables } from './run-notices';

/** `entries` counts those of the run; `mark` covers the count and the mark of the last. An `owner` is the keyed hash of a conversation or person. Times are milliseconds since the epoch. */
export const runSchema: StateSchema = {
	name: 'runs',
	what: 'The trails of runs',
	version: 1,
	usesServerTime: true,
	forgetting: { remove: (connection, { tenant, pseudonyms, now }) => forgetConversations(connection, tenant, pseudonyms, now) },
	tenantTables: ['run', 'run_entry', 'claim', 'run_of_conversation', 'suspended', 'last_notice', 'notice'],
	schema: `
		CREATE TABLE IF NOT EXISTS run (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			holder TEXT,
			leased_until INTEGER NOT NULL,
			entries INTEGER NOT NULL,
			mark TEXT NOT NULL,
			touched_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS run_by_age ON run (touched_at);
		CREATE TABLE IF NOT EXISTS run_entry (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			number INTEGER NOT NULL,
			entry TEXT NOT NULL,
			mark TEXT NOT NULL,
			PRIMARY KEY (tenant, run, number)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS claim (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			claimed_by TEXT NOT NULL,
			at INTEGER NOT NULL,
			is_stored INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS claim_by_age ON claim (at);
		CREATE TABLE IF NOT EXISTS run_of_conversation (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			run TEXT NOT NULL,
			PRIMARY KEY (tenant, conversation, run)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS conversation_by_run ON run_of_conversation (tenant, run);
		CREATE TABLE IF NOT EXISTS suspended (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			suspension TEXT NOT NULL,
			agent TEXT NOT NULL,
			agent_version TEXT NOT NULL,
			pending TEXT NOT NULL,
			since INTEGER NOT NULL,
			decide_by INTEGER NOT NULL,
			expires_at INTEGER NOT NULL,
			sealed BLOB NOT NULL,
			PRIMARY KEY (tenant, run)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS suspended_by_expiry ON suspended (expires_at);
		CREATE INDEX IF NOT EXISTS suspended_by_decision ON suspended (decide_by);
		CREATE TABLE IF NOT EXISTS run_store (
			single INTEGER NOT NULL PRIMARY KEY CHECK (single = 1),
			identity TEXT NOT NULL
		) STRICT;
		${noticeTables}
	`,
};
