import type { EventType } from './event-facts';

export interface Subscription {
	tenant: string;
	id: string;
	url: string;
	types: EventType[];
	/** Disabled by the receiver (410), a person or many failures, as `reason` says. */
	state: 'active' | 'disabled';
	reason: string | null;
	maxAttempts: number;
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
	tenants(): Promise<string[]>;
	find(tenant: string, id: string): Promise<Subscription | undefined>;
	remove(tenant: string, id: string): Promise<boolean>;
	/** From the next event on. @returns false if it does not exist */
	enable(tenant: string, id: string): Promise<boolean>;
}
