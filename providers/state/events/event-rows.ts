import { hash, randomUUID } from 'node:crypto';
import type { NewEvent, TroupeEvent } from '../../../core/ports/events/events';
import type { StateConnection } from '../../database/state-database';
import { newId } from '../channels/new-id';
import { addWork, countWork } from '../work/work-rows';
import { deliveryWork } from './event-database';

const schemaVersion = 1;
/** Max events per tenant; older ones go with their deliveries. */
const maxEvents = 50_000;
const trimEvery = 100;
/** Max waiting deliveries per subscription; further ones are dead at once. */
const maxWaiting = 10_000;

export const eventColumns = `event.id, event.event_id AS "eventId", event.type, event.version, event.at, event.data`;

export type EventRow = Omit<TroupeEvent, 'data'> & { data: string };

export const toEvent = ({ id, eventId, type, version, at, data }: EventRow): TroupeEvent => ({
	id,
	eventId,
	type,
	version,
	at,
	data: JSON.parse(data) as TroupeEvent['data'],
});

/** Stores an event and a delivery per matching subscription. @returns true if new */
export async function addEvent(connection: StateConnection, tenant: string, event: NewEvent, now: number): Promise<boolean> {
	// Locks the tenant's last number until commit, so that numbers become visible in order.
	const { id: last } = (await connection.get<{ id: number }>(
		'INSERT INTO last_event (tenant, id) VALUES (?, 0) ON CONFLICT (tenant) DO UPDATE SET id = last_event.id RETURNING id',
		tenant,
	))!;
	const id = last + 1;
	const { type, data, at = now, key = null } = event;
	const added = await connection.run(
		`INSERT INTO event (tenant, id, event_id, type, version, at, data, once) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (tenant, once) WHERE once IS NOT NULL DO NOTHING`,
		tenant,
		id,
		nameEvent(tenant, key),
		type,
		schemaVersion,
		at,
		JSON.stringify(data),
		key,
	);
	if (added === 0) return false;
	await connection.run('UPDATE last_event SET id = ? WHERE tenant = ?', id, tenant);
	for (const { id: subscription } of await findReceivers(connection, tenant, { type, at }))
		await addDelivery(connection, { tenant, event: id, subscription }, now);
	if (id % trimEvery === 0) await removeEvents(connection, tenant, id - maxEvents);
	return true;
}

/** Deterministic: a repeated event keeps its id after removal, so that receivers recognize it. */
function nameEvent(tenant: string, key: string | null): string {
	if (key === null) return `evt_${randomUUID()}`;
	const digits = hash('sha256', JSON.stringify([tenant, key]), 'hex');
	return `evt_${digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')}`;
}

/** Returns subscriptions active at the event. @param at undefined: whenever they were added */
export function findReceivers(
	connection: StateConnection,
	tenant: string,
	{ type, at, subscription }: { type: string; at?: number; subscription?: string },
): Promise<Array<{ id: string }>> {
	return connection.all<{ id: string }>(
		`SELECT id FROM subscription WHERE tenant = ?1 AND state = 'active' AND (types = '[]' OR types LIKE ?2)
		AND since <= ?3 AND (?4 = '' OR id = ?4) ORDER BY id`,
		tenant,
		`%"${type}"%`,
		at ?? Number.MAX_SAFE_INTEGER,
		subscription ?? '',
	);
}

export async function addDelivery(
	connection: StateConnection,
	{ tenant, event, subscription }: { tenant: string; event: number; subscription: string },
	now: number,
): Promise<void> {
	const isFull = (await countWork(connection, { tenant, kind: deliveryWork, lane: subscription })) >= maxWaiting;
	const added = await connection.get<{ id: string }>(
		`INSERT INTO event_delivery (tenant, id, event, subscription, state, attempts, reason, created_at, ended_at)
		VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8)
		ON CONFLICT (tenant, event, subscription) DO UPDATE SET state = ?5, attempts = 0, reason = ?6, ended_at = ?8
		WHERE event_delivery.ended_at IS NOT NULL RETURNING id`,
		tenant,
		newId(now),
		event,
		subscription,
		isFull ? 'dead' : 'waiting',
		isFull ? `${maxWaiting} deliveries were already waiting for this subscription.` : null,
		now,
		isFull ? now : null,
	);
	if (added && !isFull) await addWork(connection, { tenant, kind: deliveryWork, key: added.id, lane: subscription, dueAt: now });
}

async function removeEvents(connection: StateConnection, tenant: string, upTo: number): Promise<void> {
	if (upTo <= 0) return;
	await connection.run(
		'DELETE FROM delivery_attempt WHERE tenant = ?1 AND delivery IN (SELECT id FROM event_delivery WHERE tenant = ?1 AND event <= ?2)',
		tenant,
		upTo,
	);
	for (const [table, column] of [
		['event_delivery', 'event'],
		['event', 'id'],
	])
		await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND ${column} <= ?`, tenant, upTo);
}
