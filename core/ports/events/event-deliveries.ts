import type { TakenWork, WorkQueue } from '../work';
import type { EventType } from './event-facts';
import type { TroupeEvent } from './events';

export type EventDeliveryState = 'waiting' | 'delivered' | 'dead';

/** An event for one subscription. */
export interface EventDelivery {
	tenant: string;
	id: string;
	subscription: string;
	/** The event. */
	eventId: string;
	type: EventType;
	state: EventDeliveryState;
	/** Since it was created, or sent again by a person. */
	attempts: number;
	/** The result of the last attempt: an HTTP status, or why there was none. */
	status: string | null;
	/** Why it is dead. */
	reason: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	/** When it is sent next; null when it has ended. */
	tryAt: number | null;
	endedAt: number | null;
}

export interface DeliveryAttempt {
	/** Counts all attempts, those before a resend too. */
	number: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** An HTTP status, or the code of why there is none. */
	status: string;
	durationMs: number;
	/** What failed, for people; null after a success. */
	error: string | null;
}

/** A delivery that one process sends: where it goes, and the whole event. */
export interface TakenDelivery extends Pick<EventDelivery, 'tenant' | 'id' | 'subscription'> {
	event: TroupeEvent;
	url: string;
	secret: string;
	maxAttempts: number;
}

export interface EventDeliveryFilter {
	state?: EventDeliveryState;
	type?: string;
	subscription?: string;
	/** Milliseconds since the epoch. */
	from?: number;
	to?: number;
	/** The id after which a list goes on. */
	before?: string;
}

export type EventDeliveryEnd = { attempt: Omit<DeliveryAttempt, 'number'> } & (
	| { kind: 'delivered' }
	| { kind: 'retry'; afterMs: number }
	/** `disables`: the subscription gets nothing more. */
	| { kind: 'dead'; reason: string; disables?: true }
);

export interface EventDeliveries {
	/** Each subscription is a lane, so that a slow receiver does not hold up the others. */
	queue: WorkQueue<TakenDelivery>;
	/** Notes an attempt. Without effect if another process has the delivery. */
	end(work: TakenWork, end: EventDeliveryEnd): Promise<void>;
	/** Newest first. */
	list(tenant: string, filter: EventDeliveryFilter, limit: number): Promise<EventDelivery[]>;
	find(tenant: string, id: string): Promise<{ delivery: EventDelivery; event: TroupeEvent; attempts: DeliveryAttempt[] } | undefined>;
	/** Sends deliveries again that have ended. @returns the ids of those that are sent */
	resend(tenant: string, ids: readonly string[]): Promise<string[]>;
	/**
	 * Sends the stored events of a time again, to all active subscriptions of their types, or to one. A subscription that was added later gets them too.
	 * @returns how many deliveries wait for it
	 */
	replay(tenant: string, filter: { from: number; to: number; type?: string; subscription?: string }): Promise<number>;
	/** Removes events, deliveries and attempts that ended before. @returns the number of events and deliveries */
	clean(before: number): Promise<number>;
}
