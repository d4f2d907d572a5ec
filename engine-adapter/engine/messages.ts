import type { Variables } from './variables';

export interface Message {
	name: string;
	correlationKey: string;
	variables?: Variables;
	/** Time that the message is buffered when nothing waits for it. Default 0. */
	timeToLiveMs?: number;
	/** Refused when a buffered message of the same name and key has it too. */
	messageId?: string;
	/** Reaches processes of this tenant only. Default: the engine's own. */
	tenantId?: string;
	/** Whose the instances are that it starts, as in a start. */
	startedBy?: string;
	/** The session of a browser in which they did. */
	session?: string;
	asker?: readonly string[];
}

/** Reaches everything that waits for its name at this moment, and starts what it starts; it is not kept. */
export interface Signal {
	name: string;
	variables?: Variables;
	/** Reaches processes of this tenant only. Default: the engine's own. */
	tenantId?: string;
	/** Whose the instances are that it starts, as in a start. */
	startedBy?: string;
	/** The session of a browser in which they did. */
	session?: string;
	asker?: readonly string[];
}
