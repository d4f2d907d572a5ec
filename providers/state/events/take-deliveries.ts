import type { EventDelivery, TakenDelivery } from '../../../core/ports';
import type { StateConnection } from '../../../database/state-database';
import type { SecretSeal } from './event-database';
import { eventColumns, type EventRow, toEvent } from './event-rows';
import { boundTo } from './subscription-store';

/** Looked at for each one that is taken, so that those of a slow receiver do not hide the others. */
const lookAhead = 20;

interface DueRow {
	tenant: string;
	id: string;
	subscription: string;
}

export interface Sealed extends Omit<TakenDelivery, 'secret'> {
	secret: string;
}

export interface Take {
	holder: string;
	max: number;
	perSubscription: number;
	now: number;
	until: number;
}

/** Takes what is due for one process. Those of the same turn run one after the other. */
export async function takeDue(connection: StateConnection, { holder, max, perSubscription, now, until }: Take): Promise<Sealed[]> {
	const due = await connection.all<DueRow>(
		'SELECT tenant, id, subscription FROM event_delivery WHERE try_at <= ?1 ORDER BY try_at, event, id LIMIT ?2',
		...[now, max * lookAhead],
	);
	const atWork = await countAtWork(connection, now);
	const taken: Sealed[] = [];
	for (const { tenant, id, subscription } of due) {
		const key = JSON.stringify([tenant, subscription]);
		const count = atWork.get(key) ?? 0;
		if (taken.length >= max) break;
		if (count >= perSubscription) continue;
		atWork.set(key, count + 1);
		await connection.run('UPDATE event_delivery SET try_at = ?, holder = ? WHERE tenant = ? AND id = ?', until, holder, tenant, id);
		const delivery = await readWhole(connection, tenant, id);
		if (delivery) taken.push(delivery);
	}
	return taken;
}

/** How many deliveries of each subscription are being sent by any process. */
async function countAtWork(connection: StateConnection, now: number): Promise<Map<string, number>> {
	const rows = await connection.all<{ tenant: string; subscription: string; count: number }>(
		`SELECT tenant, subscription, count(*) AS count FROM event_delivery WHERE try_at > ? AND holder IS NOT NULL
		GROUP BY tenant, subscription`,
		now,
	);
	return new Map(rows.map(({ tenant, subscription, count }) => [JSON.stringify([tenant, subscription]), count]));
}

export const deliveryColumns = `event_delivery.tenant, event_delivery.id AS "deliveryId", event_delivery.subscription, event_delivery.state,
	event_delivery.attempts, event_delivery.status, event_delivery.reason, event_delivery.created_at AS "createdAt",
	event_delivery.try_at AS "tryAt", event_delivery.ended_at AS "endedAt"`;
export const withEvent = 'event_delivery JOIN event ON event.tenant = event_delivery.tenant AND event.id = event_delivery.event';

export type DeliveryRow = Omit<EventDelivery, 'id' | 'eventId' | 'type'> & { deliveryId: string } & EventRow;

export function toDelivery({ deliveryId, ...row }: DeliveryRow): EventDelivery {
	const { tenant, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt } = row;
	return { tenant, id: deliveryId, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt };
}

async function readWhole(connection: StateConnection, tenant: string, id: string): Promise<Sealed | undefined> {
	const row = await connection.get<DeliveryRow & { url: string; secret: string; maxAttempts: number }>(
		`SELECT ${deliveryColumns}, ${eventColumns}, subscription.url, subscription.secret, subscription.max_attempts AS "maxAttempts"
		FROM ${withEvent} JOIN subscription ON subscription.tenant = event_delivery.tenant AND subscription.id = event_delivery.subscription
		WHERE event_delivery.tenant = ? AND event_delivery.id = ?`,
		...[tenant, id],
	);
	if (!row) return undefined;
	const { url, secret, maxAttempts } = row;
	return { ...toDelivery(row), event: toEvent(row), url, secret, maxAttempts };
}

/** Outside of the transaction: the key can be in another store. */
export const unsealSecret = async (sealed: Sealed, seal: SecretSeal): Promise<TakenDelivery> => ({
	...sealed,
	secret: await seal.unseal(sealed.secret, boundTo(sealed.tenant, sealed.subscription)),
});
