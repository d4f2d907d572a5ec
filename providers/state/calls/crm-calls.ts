import type { CallStore, Clock } from '../../../core/ports';
import type { StateSchema } from '../../../database/state-database';
import { callColumns, openCallStore } from './call-store';

export const crmCallSchema: StateSchema = {
	name: 'crm_calls',
	what: 'The records made in CRMs',
	version: 1,
	usesServerTime: true,
	forgetting: { keeps: 'A call names a record of the CRM, where the person is forgotten, and expires.' },
	tenantTables: ['crm_call'],
	schema: `
		CREATE TABLE IF NOT EXISTS crm_call (${callColumns},
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS crm_call_by_time ON crm_call (started_at);
	`,
};

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openCrmCallStore(place: string, { clock }: { clock?: Clock } = {}): CallStore {
	return openCallStore(place, crmCallSchema, 'crm_call', clock).calls;
}
