export interface CancelledInstance {
	instanceKey: string;
	processId: string;
	version: number;
	tenantId: string;
	correlationKey: string | null;
	variables: Record<string, unknown>;
	/** Other processes with a running instance begun by the same key. */
	others: string[];
	/** Milliseconds since the epoch. */
	endedAt: number;
}

export interface EndedPlace {
	endedAt: number;
	key: number;
}

export interface CancelledPage {
	instances: CancelledInstance[];
	/** Absent after the last look. */
	next?: EndedPlace;
	lastEndedAt?: number;
}
