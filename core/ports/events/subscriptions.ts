import type { EventType } from './event-facts';

export interface Subscription {
	tenant: string;
	id: string;
	url: string;
	/** Empty: all, those of later versions too. */
	types: EventType[];
	/** Disabled by the receiver (410), by a person or after many failures: `reason` says so. */
	state: 'active' | 'disabled';
	reason: string | null;
	maxAttempts: number;
	/** Deliveries in a row that were given up. */
	failures: number;
	/** Milliseconds since the epoch. */
	createdAt: number;
	lastStatus: string | null;
	lastAt: number | null;
}

export type NewSubscription = Pick<Subscription, 'url' | 'types' | 'maxAttempts'> & {
	/** `whsec_` and base64. */
	secret: string;
};

export interface Subscriptions {
	/** @throws TroupeError STATE_CONFLICT for too many */
	add(tenant: string, subscription: NewSubscription): Promise<Subscription>;
	list(tenant: string): Promise<Subscription[]>;
	/** Returns the tenants that have subscriptions. */
	tenants(): Promise<string[]>;
	find(tenant: string, id: string): Promise<Subscription | undefined>;
	/** @returns false if it does not exist */
	remove(tenant: string, id: string): Promise<boolean>;
	/** Lets it receive again, from the next event on. @returns false if it does not exist */
	enable(tenant: string, id: string): Promise<boolean>;
}
