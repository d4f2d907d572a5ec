import type { CallStore, Clock } from '../../../core/ports';
import type { StateSchema } from '../../../database/state-database';
import { callColumns, openCallStore } from './call-store';

export const workflowCallSchema: StateSchema = {
	name: 'workflow_calls',
	what: 'The calls of workflows',
	version: 1,
	usesServerTime: true,
	forgetting: { keeps: 'A call belongs to a job, and expires.' },
	tenantTables: ['workflow_call'],
	schema: `
		CREATE TABLE IF NOT EXISTS workflow_call (${callColumns},
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS workflow_call_by_time ON workflow_call (started_at);
	`,
};

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openWorkflowCallStore(place: string, { clock }: { clock?: Clock } = {}): CallStore {
	return openCallStore(place, workflowCallSchema, 'workflow_call', clock).calls;
}
