import type { RecordLog } from '../records';
import type { EventDeliveries } from './event-deliveries';
import type { NewEvent, TroupeEvent } from './events';
import type { Subscriptions } from './subscriptions';

export interface EventStore extends RecordLog<TroupeEvent> {
	/** With a delivery for each active subscription of the type. @returns the number of new ones */
	append(tenant: string, events: readonly NewEvent[]): Promise<number>;
	find(tenant: string, key: string): Promise<TroupeEvent | undefined>;
	/** Milliseconds since the epoch, by the clock that all processes of the store share. */
	time(): Promise<number>;
	/** How far a source, such as the registry's events, was taken over. */
	readPosition(tenant: string, source: string): Promise<number>;
	writePosition(tenant: string, source: string, position: number): Promise<void>;
	subscriptions: Subscriptions;
	deliveries: EventDeliveries;
	close(): Promise<void>;
}
