export interface AbuseStanding {
	/** Milliseconds since the epoch, oldest first; at most the last hundred. */
	violations: number[];
	/** Last message that passed while the contact is slowed down. */
	passedAt?: number;
	/** Milliseconds since the epoch. */
	blockedUntil?: number;
	/** For `odd-behaviour`: at most the last hundred of each. */
	odd?: {
		messages?: Array<{ at: number; mark: string }>;
		refusals?: number[];
		probes?: number[];
		/** Last report of each oddity that is only recorded. */
		told?: Record<string, number>;
	};
}

/** Keyed by a hash of the contact's id, shared by any number of processes. */
export interface AbuseStore {
	read(contact: string): Promise<AbuseStanding | undefined>;
	/** Atomic. @param keepMs min lifetime after this change */
	change(contact: string, keepMs: number, change: (standing: AbuseStanding | undefined) => AbuseStanding): Promise<AbuseStanding>;
	/** With violations, the latest change first. @param after the last one of the page before */
	list(limit: number, after?: Pick<StoredStanding, 'changedAt' | 'contact'>): Promise<StoredStanding[]>;
	/** Records the author. @param contact its id, or the keyed hash from `list` @param by such as `user:ana` @returns whether there was one */
	lift(contact: string, by: string): Promise<boolean>;
	/** The latest first. @param after the last one of the page before */
	listLifts(limit: number, after?: Pick<StoredLift, 'at' | 'id'>): Promise<StoredLift[]>;
}

export interface StoredLift {
	id: string;
	contact: string;
	/** Milliseconds since the epoch. */
	at: number;
	by: string;
}

export interface StoredStanding {
	contact: string;
	/** Milliseconds since the epoch. */
	changedAt: number;
	standing: AbuseStanding;
}
