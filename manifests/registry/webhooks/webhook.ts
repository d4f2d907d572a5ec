import type { RegistryEvent, RegistryEventType } from '../registry-api';

/** An address that receives a tenant's events as hints. */
export interface Webhook {
	id: string;
	url: string;
	/** The types that it receives; empty means all. */
	events: RegistryEventType[];
	/** ISO 8601. */
	createdAt: string;
	/** Consecutive deliveries that failed permanently. */
	failures: number;
	/** Result of the last delivery: an HTTP status or a code. */
	lastStatus?: string;
	/** Present while a failed delivery is retried: the number of attempts, and the time of the next. */
	retry?: { attempts: number; nextAt: string };
	/** The number of listed deliveries that failed permanently. */
	dead: number;
}

/** A delivery that failed permanently. */
export interface DeadDelivery {
	event: number;
	type: RegistryEventType;
	/** ISO 8601: the time of the last attempt. */
	at: string;
	attempts: number;
	/** Result of the last attempt. */
	status: string;
}

export interface NewWebhook {
	url: string;
	events?: RegistryEventType[];
}

/** The fields of a webhook that a delivery needs. */
export interface Recipient {
	tenant: string;
	id: string;
	url: string;
	/** `whsec_` and base64, as https://www.standardwebhooks.com writes it. */
	secret: string;
}

/** A webhook that this process delivers to until its lease ends. */
export interface LeasedWebhook extends Recipient {
	events: RegistryEventType[];
	after: number;
	attempts: number;
	failures: number;
}

export type DeliveredEvent = Pick<RegistryEvent, 'id' | 'type' | 'at' | 'about'>;

export const maxWebhooks = 20;
/** Max listed deliveries of one webhook that failed permanently. */
export const maxDead = 100;
/** Max events that wait for one address. Beyond that the oldest are dropped: events are hints, and the newest is enough. */
export const maxQueue = 100;
