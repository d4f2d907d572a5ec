import type { Variables } from './variables';

export interface StartRequest {
	processId: string;
	/** Default: the latest. */
	version?: number;
	variables?: Variables;
	/** The elements at which it begins, in place of its start event. */
	startAt?: string[];
	/** Elements after the first of which the instance is terminated (Zeebe 8.8). */
	terminateAfter?: string[];
	/** Kept with the instance, and told with it and its jobs. */
	tags?: string[];
	/** Default: the engine's own. */
	tenantId?: string;
	/** The caller of the service that starts it: conversations that the instance names belong to this caller. Absent: those of the operator. */
	startedBy?: string;
	/** The session of a browser in which they did. */
	session?: string;
	/** The names by which readers of documents know this caller. */
	asker?: readonly string[];
}

export interface StartedInstance {
	instanceKey: string;
	processId: string;
	version: number;
	processDefinitionKey: string;
}

export interface InstanceResult extends StartedInstance {
	/** The root scope's variables at completion. */
	variables: Variables;
}
