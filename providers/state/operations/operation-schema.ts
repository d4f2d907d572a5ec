import type { StateSchema } from '../../database/state-database';

/**
 * Background operations. Inputs, `answer` and `about` (the target) are sealed; `bytes` counts the first two. `scope`: the required scope; `process`:
 * the last worker; `caller` and `kind` have no content. `repeatable`: 1 if it can be repeated after a crash. Inputs are separate rows: they can have
 * megabytes, and SQLite rewrites a whole row on each progress update. Times are milliseconds since the epoch.
 */
export const operationSchema: StateSchema = {
	name: 'operations',
	what: 'The operations in the background',
	version: 1,
	usesServerTime: true,
	tables: {
		operation: {
			kept: 'operation',
			stays: 'program',
			oldBy: 'ended_at',
			pseudonym: 'caller',
			encrypted: 'about answer',
			underMasterKey: 'about answer',
			nothing: 'id name scope repeatable state created_at started_at ended_at progress kind process bytes',
		},
		operation_input: {
			kept: 'operation',
			stays: 'program',
			goesWith: 'operation',
			encrypted: 'input',
			underMasterKey: 'input',
			nothing: 'id',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS operation (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			name TEXT NOT NULL,
			scope TEXT NOT NULL,
			caller TEXT NOT NULL,
			repeatable INTEGER NOT NULL,
			state TEXT NOT NULL,
			created_at INTEGER NOT NULL,
			started_at INTEGER,
			ended_at INTEGER,
			progress TEXT,
			kind TEXT,
			about BLOB,
			process TEXT,
			answer BLOB,
			bytes INTEGER NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT;
		CREATE TABLE IF NOT EXISTS operation_input (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			input BLOB NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT;
		CREATE INDEX IF NOT EXISTS operation_by_state ON operation (state, tenant, caller);
		CREATE INDEX IF NOT EXISTS operation_by_time ON operation (tenant, created_at, id);
		CREATE INDEX IF NOT EXISTS operation_by_end ON operation (ended_at);
	`,
};
