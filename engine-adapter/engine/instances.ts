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

export interface IncidentFilter {
	instanceKey?: string;
	/** Also finds incidents of the instances that this one calls, directly or through others. Default: false. */
	withCalled?: boolean;
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

/** An instance as a list of those of a process has it. */
export interface BegunInstance {
	instanceKey: string;
	hasEnded: boolean;
	/** ISO 8601, where the engine still knows it. */
	startedAt?: string;
}

/** Max number of instances of a process that are listed. */
export const maxBegun = 50;

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
