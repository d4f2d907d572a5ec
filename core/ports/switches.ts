/** The target of a switch for each agent of its tenant. */
export const everyAgent = 'all';

/** What an operator turned off. */
export interface Switch {
	/** `*` stands for all tenants. */
	tenant: string;
	/**
	 * `all`, `agent:ID`, `run:ID`, a tool of an agent (`tool:ID/PART`, `tool:ID@VERSION/PART`), or whose agents are silent: `channel:NAME`,
	 * `origin:VALUE`, or both joined by `+`.
	 */
	target: string;
	reason: string;
	/** Milliseconds since the epoch. */
	changedAt: number;
	/** For the log: `user:ana`. */
	changedBy: string;
}

export type SwitchChange = Omit<Switch, 'reason'> & { reason: string | null; isOn: boolean };

export type ListedChange = Pick<SwitchChange, 'changedAt' | 'tenant'> & { number: number };

interface SwitchLogFilter {
	before?: ListedChange;
	/** Those of this target. */
	target?: string;
}

/** Switches shared by all machines. Each stays until somebody turns it back. */
export interface Switches {
	/** Replaces an earlier reason of the same target. */
	turnOff(off: Omit<Switch, 'changedAt'>): Promise<Switch>;
	/** @returns the switch that is off now, if any */
	suspect(off: Omit<Switch, 'changedAt'>, who: string, max: number): Promise<Switch | undefined>;
	/** Forgets what `suspect` counted. What is off stays off. */
	clear(tenant: string, target: string): Promise<void>;
	/** @returns the change; undefined if it was not off */
	turnOn(change: Omit<SwitchChange, 'changedAt' | 'isOn'>): Promise<SwitchChange | undefined>;
	/** @param tenant only what concerns it. Default: all */
	list(tenant?: string): Promise<Switch[]>;
	/** Lists changes, the newest first. @param tenant only those that concern it. Default: all */
	log(limit: number, tenant?: string, only?: SwitchLogFilter): Promise<Array<SwitchChange & ListedChange>>;
}
