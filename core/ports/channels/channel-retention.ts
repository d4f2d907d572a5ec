import type { OlderRows } from '../memory';

/** Numbers of what was removed from a tenant's channels. */
export interface RemovedFromChannels {
	contacts: number;
	/** Texts of customers, people and agents. */
	messages: number;
	requests: number;
}

/** How long they are kept, in milliseconds; none of a class without a time. */
export interface KeptInChannels {
	conversationMs?: number | undefined;
	/** The time of requests of providers. */
	requestMs?: number | undefined;
}

/** Removes what channels keep for longer than they should. */
export interface ChannelRetention {
	/**
	 * Removes a tenant's contacts with whom nothing was written for some time, with all that is stored of them, and of the others what is older.
	 * What is held stays. A conversation in which something waits, for an answer or to be sent, stays for 30 days more. An opt-out holds on.
	 * @param signal stops between two steps; what was removed until then is counted
	 */
	removeOlder(tenant: string, kept: KeptInChannels, signal?: AbortSignal): Promise<RemovedFromChannels>;
	/** Counts what that removes, and what of it stays because it is held. */
	countOlder(tenant: string, kept: KeptInChannels): Promise<OlderRows[]>;
	/**
	 * Removes the requests of all tenants that ended more than 30 days ago, those given up 90 days ago, and the marks by which a repeated event is
	 * known, which have 90 days as well. @returns how many requests
	 */
	removeOldRequests(signal?: AbortSignal): Promise<number>;
}
