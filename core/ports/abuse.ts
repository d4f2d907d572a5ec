/** A contact as it is stored: times and marks, no texts. */
export interface AbuseStanding {
	/** When messages of the contact broke a rule, in milliseconds since the epoch, oldest first; at most the last hundred. */
	violations: number[];
	/** When the last message of a contact passed who is slowed down. */
	passedAt?: number;
	/** Set while the contact is blocked: milliseconds since the epoch. */
	blockedUntil?: number;
	/** Times and marks that `odd-behaviour` counts: at most the last hundred of each. */
	odd?: {
		/** Messages, with marks by which near-equal ones are found. */
		messages?: Array<{ at: number; mark: string }>;
		/** When messages were stopped. */
		refusals?: number[];
		/** When messages asked for the prompt. */
		probes?: number[];
		/** When each oddity was told last, where it is only recorded. */
		told?: Record<string, number>;
	};
}

/** Stores standings by a keyed hash of the contact's id, shared by any number of processes. */
export interface AbuseStore {
	read(contact: string): Promise<AbuseStanding | undefined>;
	/** Changes a standing atomically. @param keepMs how long it is kept after this change, if not longer already */
	change(contact: string, keepMs: number, change: (standing: AbuseStanding | undefined) => AbuseStanding): Promise<AbuseStanding>;
	/** Returns the standings of the tenant with violations, the latest change first. @param after the last one of the page before */
	list(limit: number, after?: Pick<StoredStanding, 'changedAt' | 'contact'>): Promise<StoredStanding[]>;
	/**
	 * Removes a standing, and records who did it.
	 * @param contact its id, or the keyed hash from `list`
	 * @param by such as `user:ana`
	 * @returns whether there was one
	 */
	lift(contact: string, by: string): Promise<boolean>;
	/** Returns who lifted limits of the tenant, the latest first. @param after the last one of the page before */
	listLifts(limit: number, after?: Pick<StoredLift, 'at' | 'id'>): Promise<StoredLift[]>;
}

/** A limit that a person has lifted. */
export interface StoredLift {
	id: string;
	/** The keyed hash of the contact's id. */
	contact: string;
	/** Milliseconds since the epoch. */
	at: number;
	by: string;
}

export interface StoredStanding {
	/** The keyed hash of the contact's id. */
	contact: string;
	/** Milliseconds since the epoch. */
	changedAt: number;
	standing: AbuseStanding;
}
