import type { EventFacts, EventType } from './event-facts';

export type NewEvent = {
	[Type in EventType]: {
		type: Type;
		data: EventFacts[Type];
		/** Milliseconds since the epoch, if it happened earlier. */
		at?: number;
		key?: string;
	};
}[EventType];

/** One insert; never fails the reported work. */
export interface Events {
	publish(tenant: string, ...events: NewEvent[]): Promise<void>;
}

export interface TroupeEvent {
	id: number;
	/** Globally unique: `evt_…`. Stays the same when sent again. */
	eventId: string;
	type: EventType;
	version: number;
	/** Milliseconds since the epoch. */
	at: number;
	data: Record<string, unknown>;
}
