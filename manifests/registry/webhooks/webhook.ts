import type { RegistryEventType } from '../registry-api';

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
	/** Of the last delivery: an HTTP status or a code. */
	lastStatus?: string;
}

/** What is kept of it. */
export interface StoredWebhook extends Webhook {
	tenant: string;
	/** `whsec_` and base64, as https://www.standardwebhooks.com writes it. */
	secret: string;
	/** The last event that was delivered or given up. */
	after: number;
}

export interface NewWebhook {
	url: string;
	events?: RegistryEventType[];
}

export const mostOfTenant = 20;
export const mostOfAll = 500;
