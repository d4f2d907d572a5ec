import type { EventDelivery, TakenDelivery } from '../../../core/ports/events/event-deliveries';
import type { TakenWork } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { deliveryWork } from './event-database';
import { eventColumns, type EventRow, toEvent } from './event-rows';

export const deliveryColumns = `event_delivery.tenant, event_delivery.id AS "deliveryId", event_delivery.subscription, event_delivery.state,
	event_delivery.attempts, event_delivery.status, event_delivery.reason, event_delivery.created_at AS "createdAt",
	work.due_at AS "tryAt", event_delivery.ended_at AS "endedAt"`;
const withEvent = 'event_delivery JOIN event ON event.tenant = event_delivery.tenant AND event.id = event_delivery.event';
export const withEventAndWork = `${withEvent}
	LEFT JOIN work ON work.tenant = event_delivery.tenant AND work.kind = '${deliveryWork}' AND work.key = event_delivery.id`;

export type DeliveryRow = Omit<EventDelivery, 'id' | 'eventId' | 'type'> & { deliveryId: string } & EventRow;

export function toDelivery({ deliveryId, ...row }: DeliveryRow): EventDelivery {
	const { tenant, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt } = row;
	return { tenant, id: deliveryId, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt };
}

/** The secret is still sealed. Undefined if event or subscription was removed. */
export async function readSealed(connection: StateConnection, { tenant, key }: TakenWork): Promise<TakenDelivery | undefined> {
	const row = await connection.get<EventRow & { subscription: string; url: string; secret: string; maxAttempts: number }>(
		`SELECT ${eventColumns}, event_delivery.subscription, subscription.url, subscription.secret, subscription.max_attempts AS "maxAttempts"
		FROM ${withEvent} JOIN subscription ON subscription.tenant = event_delivery.tenant AND subscription.id = event_delivery.subscription
		WHERE event_delivery.tenant = ? AND event_delivery.id = ?`,
		...[tenant, key],
	);
	if (!row) return undefined;
	const { subscription, url, secret, maxAttempts } = row;
	return { tenant, id: key, subscription, event: toEvent(row), url, secret, maxAttempts };
}
