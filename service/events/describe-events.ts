import { toIso } from '../../core/base/iso-time';
import { toMessage } from '../../core/events/delivery-worker';
import type { DeliveryAttempt, EventDelivery } from '../../core/ports/events/event-deliveries';
import type { TroupeEvent } from '../../core/ports/events/events';
import type { Subscription } from '../../core/ports/events/subscriptions';

export function describeSubscription(subscription: Subscription) {
	const { id, url, types, state, reason, maxAttempts, failures, createdAt, lastStatus, lastAt } = subscription;
	return {
		id,
		url,
		events: types,
		state,
		reason,
		attempts: maxAttempts,
		failures,
		createdAt: toIso(createdAt),
		lastStatus,
		lastAt: toIso(lastAt),
	};
}

export function describeDelivery(delivery: EventDelivery) {
	const { id, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt } = delivery;
	return {
		id,
		subscription,
		event: eventId,
		type,
		state,
		attempts,
		status,
		reason,
		createdAt: toIso(createdAt),
		nextAttemptAt: toIso(tryAt),
		endedAt: toIso(endedAt),
	};
}

export function describeWhole(whole: { delivery: EventDelivery; event: TroupeEvent; attempts: DeliveryAttempt[] }) {
	const { delivery, event, attempts } = whole;
	return {
		...describeDelivery(delivery),
		message: toMessage(delivery.tenant, event),
		log: attempts.map(({ at, ...attempt }) => ({ at: toIso(at), ...attempt })),
	};
}
