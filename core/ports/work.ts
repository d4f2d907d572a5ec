export const workKinds = [
	'event-delivery',
	'run-notice',
	'run-to-judge',
	'suspended-run',
	'operation',
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
] as const;

export type WorkKindName = (typeof workKinds)[number];

/** The subject's own tables have its content and outcome under the same key. */
export interface WorkId {
	tenant: string;
	/** Such as `event-delivery`. One runner of a process does the works of one kind. */
	kind: string;
	/** Unique within its tenant and kind. The key of a conversation gives it one turn at a time. */
	key: string;
}

/** One process has it until its lease ends. */
export interface TakenWork extends WorkId {
	/** Such as one receiver or one channel: a queue can limit the simultaneous works of a lane. */
	lane: string;
	attempts: number;
	/** Processes in a row, before this one, that died or renewed too late. */
	lost: number;
	holder: string;
	/** Milliseconds since the epoch. */
	dueAt: number;
	trace?: string;
}

export type TakenContent<Content> = TakenWork & { content: Content };

export interface WorkFilter {
	tenant: string;
	lanes?: readonly string[];
}

export type Lane = Pick<TakenWork, 'tenant' | 'lane'>;

export interface TakeLimits {
	max: number;
	leaseMs: number;
	/** One for each tenant. Default: all tenants. */
	of?: readonly WorkFilter[];
	/** Default: no max. */
	maxOf?: (tenant: string) => number;
	/** Takes nothing from them. */
	closed?: readonly Lane[];
}

/**
 * Shared by processes and machines. Work exists from the transaction that requires it until the one that stores its outcome. A dead process
 * keeps its work until the lease ends.
 */
export interface WorkQueue<Content> {
	/**
	 * Takes due work: the tenant with the fewest works first, then its lane with the fewest, then the oldest. It can take less than there is.
	 */
	take(holder: string, limits: TakeLimits): Promise<Array<TakenContent<Content>>>;
	/** @returns false if the work was cancelled, or another process has it */
	renew(work: TakenWork, leaseMs: number): Promise<boolean>;
	/** Due again after a pause. @returns false as for `renew` */
	retry(work: TakenWork, afterMs: number): Promise<boolean>;
	/** For an end without another stored change. @returns false as for `renew` */
	finish(work: TakenWork): Promise<boolean>;
	/** @param reason of the last failure @returns false as for `renew` */
	giveUp(work: TakenWork, reason: string): Promise<boolean>;
	/** Milliseconds; 0 or less if work is due already; undefined if nothing waits. */
	nextDue(): Promise<number | undefined>;
	/** Calls `wake` when work may be due. @returns a function that ends it */
	watch(wake: () => void): () => void;
}
