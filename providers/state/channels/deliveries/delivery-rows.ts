import type { ChannelRecord, ChannelsOfTenant, Delivery, DeliveryFilter, EndedDelivery, Receipt } from '../../../../core/ports';
import type { StateConnection, Value } from '../../../../database/state-database';
import { ofChannels } from '../of-channels';

export const deliveryFacts = `tenant, id, channel, stored, received_at AS "receivedAt", state, attempts, reason, ended_at AS "endedAt"`;

/** A request with the id of its delivery. */
export interface NewDelivery extends Receipt {
	id: string;
	/** When it was stored, in milliseconds since the epoch. Deliveries are taken in this order. */
	at: number;
}

/** Adds deliveries in one statement. A known one has no effect. JSON in PostgreSQL takes no half of a character. */
export async function insertDeliveries(connection: StateConnection, deliveries: readonly NewDelivery[]): Promise<void> {
	const rows = connection.dialect === 'sqlite' ? 'json_each(?)' : 'jsonb_array_elements(?::jsonb)';
	// SQLite takes ON CONFLICT of an INSERT from a SELECT for that of a join, unless there is a WHERE.
	await connection.run(
		`INSERT INTO delivery (tenant, id, channel, name, stored, received_at, state, attempts, try_at)
		SELECT value ->> 'tenant', value ->> 'id', value ->> 'channel', value ->> 'key', value ->> 'stored',
			CAST(value ->> 'receivedAt' AS BIGINT), 'received', 0, CAST(value ->> 'at' AS BIGINT)
		FROM ${rows} WHERE true ON CONFLICT (tenant, channel, name) DO NOTHING`,
		JSON.stringify(deliveries.map(({ key, stored, ...rest }) => ({ ...rest, key: key.toWellFormed(), stored: stored.toWellFormed() }))),
	);
}

/** Returns channels that have deliveries to take. Looks them up by channel, so it costs the same however many wait. */
export const channelsWithDeliveries = (connection: StateConnection, now: number): Promise<Array<Pick<ChannelRecord, 'tenant' | 'name'>>> =>
	connection.all(
		`SELECT tenant, name FROM channel WHERE EXISTS (SELECT 1 FROM delivery
		WHERE delivery.tenant = channel.tenant AND delivery.channel = channel.name AND delivery.try_at <= ?) ORDER BY tenant, name`,
		now,
	);

export async function takeDeliveries(
	connection: StateConnection,
	{ holder, max, now, until, of }: { holder: string; max: number; now: number; until: number; of?: ChannelsOfTenant },
): Promise<Delivery[]> {
	const whose = ofChannels('delivery', of);
	const due = await connection.all<Delivery>(
		`SELECT ${deliveryFacts} FROM delivery WHERE try_at <= ?${whose.condition} ORDER BY try_at, id LIMIT ?`,
		...[now, ...whose.values, max],
	);
	for (const delivery of due) {
		delivery.attempts += 1;
		await connection.run(
			'UPDATE delivery SET attempts = ?, try_at = ?, holder = ? WHERE tenant = ? AND id = ?',
			...[delivery.attempts, until, holder, delivery.tenant, delivery.id],
		);
	}
	return due;
}

export async function endDelivery(
	connection: StateConnection,
	{ tenant, id, end }: EndedDelivery,
	holder: string,
	now: number,
): Promise<void> {
	const isOver = end.kind !== 'retry';
	await connection.run(
		`UPDATE delivery SET state = ?, try_at = ?, holder = NULL, reason = ?, ended_at = ? WHERE tenant = ? AND id = ? AND holder = ?`,
		...[isOver ? end.kind : 'received', isOver ? null : now + end.afterMs, end.reason ?? null, isOver ? now : null],
		...[tenant, id, holder],
	);
}

/** The condition on rows of a table with these columns. */
export function toCondition(conditions: Record<string, Value | undefined>): { where: string; values: Value[] } {
	const set = Object.entries(conditions).filter((condition): condition is [string, Value] => condition[1] !== undefined);
	return { where: set.map(([text]) => text).join(' AND '), values: set.map(([, value]) => value) };
}

export const filterDeliveries = (tenant: string, { channel, state, from, to, before }: DeliveryFilter) =>
	toCondition({
		...{ 'tenant = ?': tenant, 'channel = ?': channel, 'state = ?': state },
		...{ 'received_at >= ?': from, 'received_at < ?': to, 'id < ?': before },
	});
