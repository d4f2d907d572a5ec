import type { StateSchema } from '../../database/state-database';

/**
 * Times are milliseconds since the epoch. `request` and `result` are sealed; `facts` is JSON without anything that the run read or wrote. `bytes`
 * counts what is sealed.
 */
export const sandboxRunSchema: StateSchema = {
	name: 'sandbox_runs',
	what: 'The runs of the sandbox',
	version: 1,
	usesServerTime: true,
	forgetting: { keeps: 'A run belongs to the program that asked for it, and is removed when its time is over.' },
	tenantTables: ['sandbox_run'],
	schema: `
		CREATE TABLE IF NOT EXISTS sandbox_run (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			kind TEXT NOT NULL,
			state TEXT NOT NULL,
			created_at INTEGER NOT NULL,
			started_at INTEGER,
			ended_at INTEGER,
			facts TEXT NOT NULL,
			request BLOB,
			result BLOB,
			bytes INTEGER NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT;
		CREATE INDEX IF NOT EXISTS sandbox_run_by_state ON sandbox_run (state, created_at);
		CREATE INDEX IF NOT EXISTS sandbox_run_by_time ON sandbox_run (tenant, created_at, id);
	`,
};
