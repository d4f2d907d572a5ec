import type { Variables } from './variables';

export interface Incident {
	key: string;
	instanceKey: string;
	elementId: string;
	/** As Zeebe names it: JOB_NO_RETRIES, IO_MAPPING_ERROR, EXTRACT_VALUE_ERROR, CONDITION_ERROR, UNHANDLED_ERROR_EVENT, ... */
	errorType: string;
	message: string;
	jobKey?: string;
}

/** A job that failed and is tried again by itself. */
export interface Retry {
	jobKey: string;
	elementId: string;
	/** Why it failed. */
	message: string;
	/** Further attempts. */
	retries: number;
	/** Time of the next attempt, in milliseconds since the epoch. */
	due?: number;
}

export interface UserTask {
	key: string;
	instanceKey: string;
	elementId: string;
	name: string;
	variables: Variables;
}

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

export interface Instance {
	instanceKey: string;
	processId: string;
	version: number;
	state: InstanceState;
	hasIncident: boolean;
	/** The root scope's variables. */
	variables: Variables;
	/** Tenant, where the engine reports it; absent for `<default>`. */
	tenantId?: string;
}
