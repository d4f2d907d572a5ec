import type { StateSchema } from '../../database/state-database';

/**
 * Process plans. `is_confirmed`: a person confirmed a version, so it is kept. `document`: the whole plan, sealed, because it has people's words.
 * `head`: its sealed list view. `revision` rises with each change. Times are milliseconds since the epoch.
 */
export const planSchema: StateSchema = {
	name: 'plans',
	what: 'The plans',
	version: 1,
	tables: {
		plan: {
			kept: 'newest',
			stays: 'company',
			encrypted: 'head document',
			underMasterKey: 'head document',
			nothing: 'id state version is_confirmed revision created_at changed_at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS plan (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			state TEXT NOT NULL,
			version TEXT NOT NULL,
			is_confirmed INTEGER NOT NULL,
			revision INTEGER NOT NULL,
			created_at INTEGER NOT NULL,
			changed_at INTEGER NOT NULL,
			head BLOB NOT NULL,
			document BLOB NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT;
		CREATE INDEX IF NOT EXISTS plan_by_time ON plan (tenant, created_at, id);
		CREATE INDEX IF NOT EXISTS plan_by_state ON plan (tenant, state, created_at, id);
	`,
};
