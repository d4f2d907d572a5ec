import type { Variables } from './variables';

export interface StartRequest {
	processId: string;
	/** Default: the latest. */
	version?: number;
	variables?: Variables;
	/** Replace the start event. */
	startAt?: string[];
	/** The first of these terminates the instance (Zeebe 8.8). */
	terminateAfter?: string[];
	tags?: string[];
	/** Default: the engine's own. */
	tenantId?: string;
	/** Owner of conversations that the instance names. Absent: the operator. */
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
}

export interface StartedInstance {
	instanceKey: string;
	processId: string;
	version: number;
	processDefinitionKey: string;
}

export interface InstanceResult extends StartedInstance {
	variables: Variables;
}
