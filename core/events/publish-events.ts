import type { Events, EventStore } from '../ports';

/** Publishes to a store. What fails is told, and fails nothing else. */
export function publishTo(store: Pick<EventStore, 'append'>, onFault: (fault: unknown) => void): Events {
	return {
		async publish(tenant, ...events) {
			if (events.length === 0) return;
			await store.append(tenant, events).catch(onFault);
		},
	};
}
