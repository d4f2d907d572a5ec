import type { RegistryEvent, RegistryEventType } from '../registry-api';

/** An address that is told of a tenant's events, as a hint. */
export interface Webhook {
	id: string;
	url: string;
	/** Those that it is told of; empty means all. */
	events: RegistryEventType[];
	/** ISO 8601. */
	createdAt: string;
	/** Deliveries in a row that were given up. */
	failures: number;
	/** Result of the last delivery: an HTTP status or a code. */
	lastStatus?: string;
	/** Present while a delivery failed and is tried again: how often so far, and when next. */
	retry?: { attempts: number; nextAt: string };
	/** How many deliveries were given up, of those that are listed. */
	dead: number;
}

/** A delivery that was given up. */
export interface DeadDelivery {
	event: number;
	type: RegistryEventType;
	/** ISO 8601: when it was given up. */
	at: string;
	attempts: number;
	/** Result of the last attempt. */
	status: string;
}

export interface NewWebhook {
	url: string;
	events?: RegistryEventType[];
}

/** What a delivery needs to know of a webhook. */
export interface Recipient {
	tenant: string;
	id: string;
	url: string;
	/** `whsec_` and base64, as https://www.standardwebhooks.com writes it. */
	secret: string;
}

/** A webhook that this process delivers to, until its lease is over. */
export interface LeasedWebhook extends Recipient {
	events: RegistryEventType[];
	after: number;
	attempts: number;
	failures: number;
}

export type DeliveredEvent = Pick<RegistryEvent, 'id' | 'type' | 'at' | 'about'>;

export const maxWebhooks = 20;
/** Deliveries that were given up, of one webhook, that are listed. */
export const maxDead = 100;
/** Max events that wait for one address. Beyond that the oldest are dropped: events are hints, and the newest is enough. */
export const maxQueue = 100;
