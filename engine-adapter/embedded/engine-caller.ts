import type { NotedEntry } from './state/audit-outbox';
import { defaultTenantId, type TenantIds } from './state/tenants';
import type { Person } from './work/named-people';

/** Caller of the engine: the tenant for which it acts when none is named, and the tenants whose things it sees and changes. */
export interface EngineCaller {
	tenantId: string;
	tenants: TenantIds;
	/** Another name of `<default>`. */
	defaultName?: string;
	/** Whose conversations the instances have that it starts. Absent: the operator's. */
	startedBy?: string;
	/** The session of a browser in which it acts. */
	session?: string;
	/** The names by which readers of documents know this caller. */
	asker?: readonly string[];
	/** Completes jobs and changes nothing else, as part of the process: what it brings narrows no instance. */
	isWorker?: boolean;
	/** Writes the entry of what the caller does to a user task. Absent: it is in no audit log. */
	noteTask?: (act: TaskAct) => Promise<NotedEntry>;
	/** May read what others did. */
	readsAll?: boolean;
	/** Absent: user tasks are for the caller, whomever they name. */
	person?: Person;
}

/** An act of a caller on a user task, for the audit log. */
export interface TaskAct {
	action: 'completed' | 'claimed' | 'assigned' | 'unassigned' | 'updated';
	key: string;
	tenantId: string;
	processId: string;
	instanceKey: string;
	elementId: string;
	/** To whom it is assigned. */
	assignee?: string;
	/** The names of what is changed. */
	changed?: readonly string[];
}

/** For callers of an engine that knows no others. */
export const everyTenant: EngineCaller = { tenantId: defaultTenantId, tenants: 'every' };
