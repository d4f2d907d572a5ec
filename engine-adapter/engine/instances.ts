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
	/** Includes called instances, at any depth. Default: false. */
	withCalled?: boolean;
}

export interface Retry {
	jobKey: string;
	elementId: string;
	message: string;
	retries: number;
	/** Next attempt, in milliseconds since the epoch. */
	due?: number;
}

export interface UserTask {
	key: string;
	instanceKey: string;
	elementId: string;
	name: string;
	variables: Variables;
}

export interface BegunInstance {
	instanceKey: string;
	hasEnded: boolean;
	/** ISO 8601, if still known. */
	startedAt?: string;
}

export const maxBegun = 50;

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

export interface Instance {
	instanceKey: string;
	processId: string;
	version: number;
	state: InstanceState;
	hasIncident: boolean;
	variables: Variables;
	/** If the engine reports it; absent for `<default>`. */
	tenantId?: string;
}
