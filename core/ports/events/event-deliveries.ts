import type { TakenWork, WorkQueue } from '../work';
import type { EventType } from './event-facts';
import type { TroupeEvent } from './events';

export type EventDeliveryState = 'waiting' | 'delivered' | 'dead';

export interface EventDelivery {
	tenant: string;
	id: string;
	subscription: string;
	eventId: string;
	type: EventType;
	state: EventDeliveryState;
	/** Since creation, or a resend by a person. */
	attempts: number;
	status: string | null;
	reason: string | null;
	createdAt: number;
	/** Next attempt; null after the end. */
	tryAt: number | null;
	endedAt: number | null;
}

export interface DeliveryAttempt {
	number: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** An HTTP status, or the code of the reason for none. */
	status: string;
	durationMs: number;
	error: string | null;
}

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
	before?: string;
}

export type EventDeliveryEnd = { attempt: Omit<DeliveryAttempt, 'number'> } & (
	| { kind: 'delivered' }
	| { kind: 'retry'; afterMs: number }
	/** `disables` the subscription. */
	| { kind: 'dead'; reason: string; disables?: true }
);

export interface EventDeliveries {
	/** Each subscription is a lane. */
	queue: WorkQueue<TakenDelivery>;
	/** Without effect if another process has the delivery. */
	end(work: TakenWork, end: EventDeliveryEnd): Promise<void>;
	list(tenant: string, filter: EventDeliveryFilter, limit: number): Promise<EventDelivery[]>;
	find(tenant: string, id: string): Promise<{ delivery: EventDelivery; event: TroupeEvent; attempts: DeliveryAttempt[] } | undefined>;
	/** Only ended deliveries. @returns the ids of those that are sent */
	resend(tenant: string, ids: readonly string[]): Promise<string[]>;
	/** Stored events of a time, to all active subscriptions of their types, also later ones, or to one. @returns how many deliveries wait for it */
	replay(tenant: string, filter: { from: number; to: number; type?: string; subscription?: string }): Promise<number>;
	/** Also attempts, if ended before. @returns the number of events and deliveries */
	clean(before: number): Promise<number>;
}
