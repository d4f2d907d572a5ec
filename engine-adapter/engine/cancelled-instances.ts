/** An instance that ended before its end event: somebody cancelled it. */
export interface CancelledInstance {
	instanceKey: string;
	processId: string;
	version: number;
	tenantId: string;
	/** The key of the message that began it. */
	correlationKey: string | null;
	/** Variables of the outermost scope that were asked for. */
	variables: Record<string, unknown>;
	/** Other processes of which a message with the same key began an instance that goes on. */
	others: string[];
	/** Milliseconds since the epoch. */
	endedAt: number;
}

/** Where a look ended, in order of the ends. */
export interface EndedPlace {
	endedAt: number;
	key: number;
}

/** One look at the instances that ended, of which the cancelled ones are listed. */
export interface CancelledPage {
	instances: CancelledInstance[];
	/** Where the next look begins; absent after the last one. */
	next?: EndedPlace;
	/** The end of the last one that was looked at. */
	lastEndedAt?: number;
}
