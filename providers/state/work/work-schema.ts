import type { StateSchema } from '../../database/state-database';

/**
 * Everything due, of all subjects; a row exists while something must be done. `due_at`: earliest start, or end of the running lease. `lost`:
 * consecutive expired leases. `again_at`: set if added while running. `trace`: the cause.
 */
const workTable = `
	CREATE TABLE IF NOT EXISTS work (
		tenant TEXT NOT NULL,
		kind TEXT NOT NULL,
		key TEXT NOT NULL,
		lane TEXT NOT NULL,
		due_at INTEGER NOT NULL,
		attempts INTEGER NOT NULL,
		lost INTEGER NOT NULL DEFAULT 0,
		holder TEXT,
		again_at INTEGER,
		trace TEXT,
		PRIMARY KEY (tenant, kind, key)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS work_due ON work (kind, tenant, due_at);
	CREATE INDEX IF NOT EXISTS work_by_lane ON work (kind, tenant, lane, due_at, key);
	CREATE INDEX IF NOT EXISTS work_held ON work (kind, tenant, lane) WHERE holder IS NOT NULL;
`;

export const workSchema: StateSchema = {
	name: 'work',
	what: 'The work that is due',
	version: 1,
	usesServerTime: true,
	tables: {
		work: {
			kept: 'work',
			stays: 'expires',
			reference: 'key trace',
			nothing: 'kind lane due_at attempts lost holder again_at',
		},
	},
	schema: workTable,
};
