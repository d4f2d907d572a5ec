/** What is stored of a contact who broke rules: times, no texts. */
export interface AbuseStanding {
	/** When messages of the contact broke a rule, in milliseconds since the epoch, oldest first; at most the last hundred. */
	violations: number[];
	/** When the last message of a contact passed who is slowed down. */
	passedAt?: number;
	/** Set while the contact is blocked: milliseconds since the epoch. */
	blockedUntil?: number;
}

/** Stores standings by a keyed hash of the contact's id, shared by any number of processes. */
export interface AbuseStore {
	read(contact: string): Promise<AbuseStanding | undefined>;
	/** Changes a standing atomically. @param keepMs how long it is kept after this change */
	change(contact: string, keepMs: number, change: (standing: AbuseStanding | undefined) => AbuseStanding): Promise<AbuseStanding>;
	/** Returns the standings of the tenant, the latest change first. */
	list(limit: number): Promise<StoredStanding[]>;
	/** Removes a standing. @param contact its id, or the keyed hash from `list` @returns whether there was one */
	lift(contact: string): Promise<boolean>;
}

export interface StoredStanding {
	/** The keyed hash of the contact's id. */
	contact: string;
	standing: AbuseStanding;
}
