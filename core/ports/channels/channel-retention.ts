import type { OlderRows } from '../memory';

export interface RemovedFromChannels {
	contacts: number;
	messages: number;
	requests: number;
}

/** In milliseconds; a class without a time has no limit. */
interface KeptInChannels {
	conversationMs?: number | undefined;
	requestMs?: number | undefined;
}

export interface ChannelRetention {
	/**
	 * Removes contacts without messages for that time, with all their data, and older data of the others. Held data stays. A conversation with
	 * waiting work stays 30 days more. An opt-out stays. @param signal stops between two steps; earlier removals are counted
	 */
	removeOlder(tenant: string, kept: KeptInChannels, signal?: AbortSignal): Promise<RemovedFromChannels>;
	countOlder(tenant: string, kept: KeptInChannels): Promise<OlderRows[]>;
	/**
	 * Removes the requests of all tenants that ended more than 30 days ago, those given up 90 days ago, and the marks by which a repeated event is
	 * known, which have 90 days as well. @returns how many requests
	 */
	removeOldRequests(signal?: AbortSignal): Promise<number>;
}
