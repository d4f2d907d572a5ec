import type { RecordLog } from '../records';
import type { EventDeliveries } from './event-deliveries';
import type { NewEvent, TroupeEvent } from './events';
import type { Subscriptions } from './subscriptions';

/** Events of all tenants, and who gets them. */
export interface EventStore extends RecordLog<TroupeEvent> {
	/** Stores events, and a delivery for each active subscription of their types. @returns the number of those that are new */
	append(tenant: string, events: readonly NewEvent[]): Promise<number>;
	/** Returns the event that was stored with this key; undefined for one that is no longer stored. */
	find(tenant: string, key: string): Promise<TroupeEvent | undefined>;
	/** Returns the time in milliseconds since the epoch by the clock that all processes of the store share. */
	time(): Promise<number>;
	/** Returns how far a source was taken over, such as the events of the registry. */
	readPosition(tenant: string, source: string): Promise<number>;
	writePosition(tenant: string, source: string, position: number): Promise<void>;
	subscriptions: Subscriptions;
	deliveries: EventDeliveries;
	close(): Promise<void>;
}
