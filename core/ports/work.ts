/** The kinds of work of this version. docs/operations/work.md says how each is tried again and given up. */
export const workKinds = [
	...['event-delivery', 'run-notice', 'run-to-judge', 'suspended-run', 'operation'],
	...[
		'channel-receipt',
		'channel-turn',
		'channel-audio',
		'channel-transcript',
		'channel-send',
		'desk-write',
		'conversation-wait',
		'awaited-run',
		'follow-up',
		'ended-session',
	],
] as const;

export type WorkKindName = (typeof workKinds)[number];

/** Names a piece of work. The subject's own tables have its content and outcome under the same key. */
export interface WorkId {
	tenant: string;
	/** The subject, such as `event-delivery`. One runner of a process does the works of one kind. */
	kind: string;
	/** Unique within its tenant and kind. A key that names a conversation gives it one turn at a time. */
	key: string;
}

/** A piece of work that one process does until its lease ends. */
export interface TakenWork extends WorkId {
	/** Groups works of a tenant and kind, such as those for one receiver or of one channel: a queue can limit how many of a lane are done at a time. */
	lane: string;
	/** Counts attempts, this one too, also those of processes that died. */
	attempts: number;
	/** Processes in a row, before this one, that took it and died, or were too late to renew it. */
	lost: number;
	holder: string;
	/** Since when it was due; milliseconds since the epoch. */
	dueAt: number;
	/** Where in which trace it was added, as `storeTrace` writes it. */
	trace?: string;
}

export type TakenContent<Content> = TakenWork & { content: Content };

/** Limits what is taken to the work of a tenant, or of some of its lanes. */
export interface WorkFilter {
	tenant: string;
	lanes?: readonly string[];
}

export type Lane = Pick<TakenWork, 'tenant' | 'lane'>;

export interface TakeLimits {
	max: number;
	leaseMs: number;
	/** One filter for each tenant. Default: work of all tenants. */
	of?: readonly WorkFilter[];
	/** How much of a tenant may be taken. Default: no max. */
	maxOf?: (tenant: string) => number;
	/** Lanes of which nothing is taken. */
	closed?: readonly Lane[];
}

/**
 * The works of one kind, which processes and machines do together. Work exists from the transaction that says what must follow until the one that
 * stores its outcome. A process that dies keeps its work until the lease ends; then another one takes it.
 */
export interface WorkQueue<Content> {
	/**
	 * Takes what is due. The tenant with the fewest works at the moment comes first, then its lane with the fewest, then the oldest: a backlog holds up
	 * nobody else. It can take less than there is.
	 */
	take(holder: string, limits: TakeLimits): Promise<Array<TakenContent<Content>>>;
	/** @returns false if the work was cancelled, or another process has it */
	renew(work: TakenWork, leaseMs: number): Promise<boolean>;
	/** Makes it due again after a pause. @returns false as for `renew` */
	retry(work: TakenWork, afterMs: number): Promise<boolean>;
	/** Ends it, where no other change is stored with its end. @returns false as for `renew` */
	finish(work: TakenWork): Promise<boolean>;
	/** Ends it without a result. @param reason why its last attempt failed @returns false as for `renew` */
	giveUp(work: TakenWork, reason: string): Promise<boolean>;
	/** Returns the milliseconds until work of any tenant is due, 0 or less if it is due already; undefined if nothing waits. */
	nextDue(): Promise<number | undefined>;
	/** Calls `wake` when work may be due. Returns a function that ends it. */
	watch(wake: () => void): () => void;
}
