import type { StateSchema } from '../../database/state-database';

/**
 * Operations that are done in the background. Times are milliseconds since the epoch. Inputs, `answer` and `about`, which
 * names what it is done to, are sealed; `bytes` counts the first two. `scope` is what the caller needed, `process` names who did it last; `caller` and
 * `kind` have no content. `repeatable` is 1 for what can be done again after its process ended. An input can have many megabytes, and SQLite writes a
 * whole row for each change of it, such as its progress: inputs are rows of their own.
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
