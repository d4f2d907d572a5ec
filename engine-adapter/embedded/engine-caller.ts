import type { NotedEntry } from './state/audit-outbox';
import { defaultTenantId, type TenantIds } from './state/tenants';
import type { Person } from './work/named-people';

/** Its default tenant, and the tenants that it sees and changes. */
export interface EngineCaller {
	tenantId: string;
	tenants: TenantIds;
	defaultName?: string;
	/** Owner of the conversations of started instances. Absent: the operator's. */
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
	/** Only completes jobs, as part of the process: its data narrows no instance. */
	isWorker?: boolean;
	/** Entry about a user task. Absent: no audit log. */
	noteTask?: (act: TaskAct) => Promise<NotedEntry>;
	readsAll?: boolean;
	/** Absent: user tasks are for the caller, whomever they name. */
	person?: Person;
}

export interface TaskAct {
	action: 'completed' | 'claimed' | 'assigned' | 'unassigned' | 'updated';
	key: string;
	tenantId: string;
	processId: string;
	instanceKey: string;
	elementId: string;
	assignee?: string;
	changed?: readonly string[];
}

export const everyTenant: EngineCaller = { tenantId: defaultTenantId, tenants: 'every' };
