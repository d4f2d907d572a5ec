/** The name of a stop that holds for each agent of its tenant. */
export const everyAgent = 'all';

/** What an operator stopped. */
export interface Stop {
	/** `*` stands for all tenants. */
	tenant: string;
	/** `all`, `agent:ID`, `run:ID`, or a tool of an agent: `tool:ID/PART`, `tool:ID@VERSION/PART`. */
	name: string;
	reason: string;
	/** Milliseconds since the epoch. */
	changedAt: number;
	/** For the log: `user:ana`. */
	changedBy: string;
}

/** A change of a stop: `isOn` says whether agents may run since then. */
export type StopChange = Omit<Stop, 'reason'> & { reason: string | null; isOn: boolean };

/** What changes are ordered by. A number is one of the tenant. */
export type ListedChange = Pick<StopChange, 'changedAt' | 'tenant'> & { number: number };

export interface StopLogFilter {
	/** Those after the last one of the page before. */
	before?: ListedChange;
	/** Those of this stop. */
	name?: string;
}

/** Stops of agents, shared by all machines. They hold until somebody removes them. */
export interface Stops {
	/** Stores a stop, in place of an earlier one with the same tenant and name. */
	stop(stop: Omit<Stop, 'changedAt'>): Promise<Stop>;
	/**
	 * Counts what speaks for a stop, each `who` once within a day. The last of `max` stops it.
	 * @returns the stop that holds now, if any
	 */
	suspect(stop: Omit<Stop, 'changedAt'>, who: string, max: number): Promise<Stop | undefined>;
	/** Forgets what `suspect` counted. A stop stays. */
	clear(tenant: string, name: string): Promise<void>;
	/** Removes a stop. @returns whether there was one */
	start(change: Omit<StopChange, 'changedAt' | 'isOn'>): Promise<boolean>;
	/** Lists those that hold, by tenant and name. @param tenant only those that concern it. Default: all */
	list(tenant?: string): Promise<Stop[]>;
	/** Lists changes, the newest first. @param tenant only those that concern it. Default: all */
	log(limit: number, tenant?: string, only?: StopLogFilter): Promise<Array<StopChange & ListedChange>>;
}
