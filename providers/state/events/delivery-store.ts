import { TroupeError } from '../../../core/base/errors';
import type {
	DeliveryAttempt,
	EventDeliveries,
	EventDelivery,
	EventDeliveryEnd,
	EventDeliveryFilter,
	TakenDelivery,
} from '../../../core/ports/events/event-deliveries';
import type { TakenWork, WorkId, WorkQueue } from '../../../core/ports/work';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { toCondition } from '../../database/to-condition';
import { createWorkQueue } from '../work/work-queue';
import { addWork, finishWork, retryWork } from '../work/work-rows';
import { deliveryWork, type EventDatabase } from './event-database';
import { addDelivery, eventColumns, findReceivers, toEvent } from './event-rows';
import type { EventRow } from './event-rows';
import { boundTo, endWaiting } from './subscription-store';

const deliveryColumns = `event_delivery.tenant, event_delivery.id AS "deliveryId", event_delivery.subscription, event_delivery.state,
	event_delivery.attempts, event_delivery.status, event_delivery.reason, event_delivery.created_at AS "createdAt",
	work.due_at AS "tryAt", event_delivery.ended_at AS "endedAt"`;
const withEvent = 'event_delivery JOIN event ON event.tenant = event_delivery.tenant AND event.id = event_delivery.event';
const withEventAndWork = `${withEvent}
	LEFT JOIN work ON work.tenant = event_delivery.tenant AND work.kind = '${deliveryWork}' AND work.key = event_delivery.id`;

type DeliveryRow = Omit<EventDelivery, 'id' | 'eventId' | 'type'> & { deliveryId: string } & EventRow;

function toDelivery({ deliveryId, ...row }: DeliveryRow): EventDelivery {
	const { tenant, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt } = row;
	return { tenant, id: deliveryId, subscription, eventId, type, state, attempts, status, reason, createdAt, tryAt, endedAt };
}

/** The secret is still sealed. Undefined if event or subscription was removed. */
async function readSealed(connection: StateConnection, { tenant, key }: TakenWork): Promise<TakenDelivery | undefined> {
	const row = await connection.get<EventRow & { subscription: string; url: string; secret: string; maxAttempts: number }>(
		`SELECT ${eventColumns}, event_delivery.subscription, subscription.url, subscription.secret, subscription.max_attempts AS "maxAttempts"
		FROM ${withEvent} JOIN subscription ON subscription.tenant = event_delivery.tenant AND subscription.id = event_delivery.subscription
		WHERE event_delivery.tenant = ? AND event_delivery.id = ?`,
		tenant,
		key,
	);
	if (!row) return undefined;
	const { subscription, url, secret, maxAttempts } = row;
	return { tenant, id: key, subscription, event: toEvent(row), url, secret, maxAttempts };
}

/** Max listed attempts per delivery, including those before resends. */
const maxAttemptsKept = 50;
const maxFailures = 20;
/** Max concurrent deliveries per subscription, over all processes. */
const perSubscription = 4;
const cleanedAtOnce = 500;
const maxReplayed = 5_000;

export function createDeliveries(shared: EventDatabase): EventDeliveries {
	const { database, change, wakeDeliveries } = shared;
	return {
		queue: createQueue(shared),
		end: (work, ended) => change(work.tenant, (connection, now) => end(connection, { work, ended }, now), { synced: true }),
		list: (tenant, filter, limit) =>
			database.read(tenant, async (connection) => {
				const { where, values } = filterDeliveries(tenant, filter);
				const rows = await connection.all<DeliveryRow>(
					`SELECT ${deliveryColumns}, ${eventColumns} FROM ${withEventAndWork} WHERE ${where} ORDER BY event_delivery.id DESC LIMIT ?`,
					...values,
					limit,
				);
				return rows.map(toDelivery);
			}),
		find: (tenant, id) => database.read(tenant, (connection) => find(connection, tenant, id)),
		async resend(tenant, ids) {
			const sent = await change(tenant, (connection, now) => resend(connection, { tenant, ids }, now), { synced: true });
			if (sent.length > 0) wakeDeliveries();
			return sent;
		},
		async replay(tenant, filter) {
			const waiting = await change(tenant, (connection, now) => replay(connection, tenant, filter, now), { synced: true });
			if (waiting > 0) wakeDeliveries();
			return waiting;
		},
		clean: (before) => change(everyTenant, (connection) => clean(connection, before)),
	};
}

function createQueue({ database, clock, seal, wakeUps, pollMs }: EventDatabase): WorkQueue<TakenDelivery> {
	const queue = createWorkQueue<TakenDelivery>({
		database,
		kind: deliveryWork,
		perLane: perSubscription,
		wakeUps,
		pollMs,
		begin: readSealed,
		now: (connection) => connection.serverTime ?? clock.now(),
		giveUp: giveUpDelivery,
	});
	// Outside the transaction: the key can be in another store.
	const unseal = async ({ tenant, subscription, secret, ...delivery }: TakenDelivery): Promise<TakenDelivery> => ({
		tenant,
		subscription,
		...delivery,
		secret: await seal.unseal(secret, boundTo(tenant, subscription)),
	});
	return {
		...queue,
		async take(holder, limits) {
			const taken = await queue.take(holder, limits);
			return Promise.all(taken.map(async (work) => ({ ...work, content: await unseal(work.content) })));
		},
	};
}

export async function giveUpDelivery(connection: StateConnection, { tenant, key }: WorkId, reason: string, now: number): Promise<void> {
	await connection.run(
		`UPDATE event_delivery SET state = 'dead', reason = ?, ended_at = ? WHERE tenant = ? AND id = ?`,
		reason,
		now,
		tenant,
		key,
	);
}

async function end(connection: StateConnection, { work, ended }: { work: TakenWork; ended: EventDeliveryEnd }, now: number): Promise<void> {
	const { tenant, key: id, lane: subscription, attempts } = work;
	const { attempt, kind } = ended;
	const isHeld = kind === 'retry' ? await retryWork(connection, work, now + ended.afterMs) : await finishWork(connection, work);
	if (!isHeld) return;
	await connection.run(
		'UPDATE event_delivery SET state = ?, attempts = ?, status = ?, reason = ?, ended_at = ? WHERE tenant = ? AND id = ?',
		kind === 'retry' ? 'waiting' : kind,
		attempts,
		attempt.status,
		kind === 'dead' ? ended.reason : null,
		kind === 'retry' ? null : now,
		tenant,
		id,
	);
	await noteAttempt(connection, { tenant, delivery: id, attempt });
	await connection.run(
		`UPDATE subscription SET last_status = ?3, last_at = ?4, failures = CASE ?5 WHEN 'delivered' THEN 0 WHEN 'dead' THEN failures + 1
		ELSE failures END WHERE tenant = ?1 AND id = ?2`,
		tenant,
		subscription,
		attempt.status,
		now,
		kind,
	);
	if (kind === 'dead') await disable(connection, { tenant, id: subscription, isGone: ended.disables === true }, now);
}

async function noteAttempt(
	connection: StateConnection,
	{ tenant, delivery, attempt }: { tenant: string; delivery: string; attempt: Omit<DeliveryAttempt, 'number'> },
): Promise<void> {
	const { last } = (await connection.get<{ last: number }>(
		'SELECT coalesce(max(number), 0) AS last FROM delivery_attempt WHERE tenant = ? AND delivery = ?',
		tenant,
		delivery,
	))!;
	await connection.run(
		'INSERT INTO delivery_attempt (tenant, delivery, number, at, status, duration_ms, error) VALUES (?, ?, ?, ?, ?, ?, ?)',
		tenant,
		delivery,
		last + 1,
		attempt.at,
		attempt.status,
		attempt.durationMs,
		attempt.error,
	);
	await connection.run(
		'DELETE FROM delivery_attempt WHERE tenant = ? AND delivery = ? AND number <= ?',
		tenant,
		delivery,
		last + 1 - maxAttemptsKept,
	);
}

async function disable(
	connection: StateConnection,
	{ tenant, id, isGone }: { tenant: string; id: string; isGone: boolean },
	now: number,
): Promise<void> {
	const reason = isGone ? 'The receiver answered 410 Gone.' : `${maxFailures} deliveries in a row were given up.`;
	const disabled = await connection.run(
		`UPDATE subscription SET state = 'disabled', reason = ?1 WHERE tenant = ?2 AND id = ?3 AND state = 'active' AND failures >= ?4`,
		reason,
		tenant,
		id,
		isGone ? 0 : maxFailures,
	);
	if (disabled > 0) await endWaiting(connection, { tenant, id, reason: `The subscription is disabled: ${reason}` }, now);
}

async function find(connection: StateConnection, tenant: string, id: string) {
	const row = await connection.get<DeliveryRow>(
		`SELECT ${deliveryColumns}, ${eventColumns} FROM ${withEventAndWork} WHERE event_delivery.tenant = ? AND event_delivery.id = ?`,
		tenant,
		id,
	);
	if (!row) return undefined;
	const attempts = await connection.all<DeliveryAttempt>(
		`SELECT number, at, status, duration_ms AS "durationMs", error FROM delivery_attempt WHERE tenant = ? AND delivery = ? ORDER BY number`,
		tenant,
		id,
	);
	return { delivery: toDelivery(row), event: toEvent(row), attempts };
}

const isActive = `EXISTS (SELECT 1 FROM subscription WHERE subscription.tenant = event_delivery.tenant
	AND subscription.id = event_delivery.subscription AND subscription.state = 'active')`;

async function resend(connection: StateConnection, { tenant, ids }: { tenant: string; ids: readonly string[] }, now: number) {
	const sent: string[] = [];
	for (const id of ids) {
		const found = await connection.get<{ subscription: string }>(
			`UPDATE event_delivery SET state = 'waiting', attempts = 0, reason = NULL, ended_at = NULL
			WHERE tenant = ? AND id = ? AND ended_at IS NOT NULL AND ${isActive} RETURNING subscription`,
			tenant,
			id,
		);
		if (!found) continue;
		await addWork(connection, { tenant, kind: deliveryWork, key: id, lane: found.subscription, dueAt: now });
		sent.push(id);
	}
	return sent;
}

async function replay(
	connection: StateConnection,
	tenant: string,
	{ from, to, type = '', subscription }: { from: number; to: number; type?: string; subscription?: string },
	now: number,
): Promise<number> {
	const events = await connection.all<{ id: number; type: string }>(
		`SELECT id, type FROM event WHERE tenant = ?1 AND at >= ?2 AND at < ?3 AND (?4 = '' OR type = ?4) ORDER BY id LIMIT ?5`,
		tenant,
		from,
		to,
		type,
		maxReplayed + 1,
	);
	if (events.length > maxReplayed) throw tooManyEvents();
	let waiting = 0;
	for (const event of events) {
		for (const receiver of await findReceivers(connection, tenant, { type: event.type, subscription })) {
			await addDelivery(connection, { tenant, event: event.id, subscription: receiver.id }, now);
			waiting += 1;
		}
	}
	return waiting;
}

const tooManyEvents = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `More than ${maxReplayed} events happened in this time.`,
		fix: 'Replay a shorter time, or one type of event.',
	});

async function clean(connection: StateConnection, before: number): Promise<number> {
	const ended = await connection.all<{ tenant: string; id: string }>(
		`SELECT tenant, id FROM event_delivery WHERE ended_at < ? AND NOT ${isOnHold('event_delivery')} LIMIT ?`,
		before,
		cleanedAtOnce,
	);
	for (const { tenant, id } of ended) {
		await connection.run('DELETE FROM delivery_attempt WHERE tenant = ? AND delivery = ?', tenant, id);
		await connection.run('DELETE FROM event_delivery WHERE tenant = ? AND id = ?', tenant, id);
	}
	const events = await connection.run(
		`DELETE FROM event WHERE (tenant, id) IN (SELECT tenant, id FROM event AS old WHERE at < ?1 AND NOT ${isOnHold('old')} AND NOT EXISTS (
			SELECT 1 FROM event_delivery WHERE event_delivery.tenant = old.tenant AND event_delivery.event = old.id) LIMIT ?2)`,
		before,
		cleanedAtOnce,
	);
	return ended.length + events;
}

const filterDeliveries = (tenant: string, { state, type, subscription, from, to, before }: EventDeliveryFilter) =>
	toCondition({
		'event_delivery.tenant = ?': tenant,
		'event_delivery.state = ?': state,
		'event.type = ?': type,
		'event_delivery.subscription = ?': subscription,
		'event.at >= ?': from,
		'event.at < ?': to,
		'event_delivery.id < ?': before,
	});
