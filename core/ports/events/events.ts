import type { EventFacts, EventType } from './event-facts';

/** An event that happens now. */
export type NewEvent = {
	[Type in EventType]: {
		type: Type;
		data: EventFacts[Type];
		/** Milliseconds since the epoch, if it happened earlier. */
		at?: number;
		/** The same event is stored once, whoever publishes it: a tenant's events with the same key are one. */
		key?: string;
	};
}[EventType];

/** Tells of what happened. One insert; never fails what it tells of. */
export interface Events {
	publish(tenant: string, ...events: NewEvent[]): Promise<void>;
}

export interface TroupeEvent {
	/** Counts within a tenant. */
	id: number;
	/** Identifies it everywhere: `evt_…`. It stays the same when it is sent again. */
	eventId: string;
	type: EventType;
	/** The version of the type's schema. */
	version: number;
	/** Milliseconds since the epoch. */
	at: number;
	data: Record<string, unknown>;
}
