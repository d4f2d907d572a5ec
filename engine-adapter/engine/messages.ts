import type { Variables } from './variables';

export interface Message {
	name: string;
	correlationKey: string;
	variables?: Variables;
	/** Time in the buffer when nothing waits for it. Default 0. */
	timeToLiveMs?: number;
	/** Refused when a buffered message of the same name and key has it too. */
	messageId?: string;
	/** Only this tenant's processes. Default: the engine's own. */
	tenantId?: string;
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
}

/** Reaches present waits, and starts processes; not buffered. */
export interface Signal {
	name: string;
	variables?: Variables;
	/** Only this tenant's processes. Default: the engine's own. */
	tenantId?: string;
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
}
