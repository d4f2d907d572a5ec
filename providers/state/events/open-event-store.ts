import type { EventStore } from '../../../core/ports/events/event-store';
import { everyTenant } from '../../database/state-database';
import { createDeliveries } from './delivery-store';
import { type EventStoreOptions, openEventDatabase } from './event-database';
import { addEvent, eventColumns, type EventRow, toEvent } from './event-rows';
import { createSubscriptions } from './subscription-store';

/** Opens events in a shared database on first use. @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openEventStore(place: string, options: EventStoreOptions): EventStore {
	const shared = openEventDatabase(place, options);
	const { database, change } = shared;
	return {
		async append(tenant, events) {
			const added = await change(tenant, async (connection, now) => {
				let count = 0;
				for (const event of events) if (await addEvent(connection, tenant, event, now)) count += 1;
				return count;
			});
			if (added > 0) shared.tellEvents(tenant);
			return added;
		},
		find: (tenant, key) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<EventRow>(`SELECT ${eventColumns} FROM event WHERE tenant = ? AND once = ?`, tenant, key);
				return row && toEvent(row);
			}),
		read: (tenant, after, limit) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<EventRow>(
					`SELECT ${eventColumns} FROM event WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?`,
					tenant,
					after,
					limit,
				);
				return rows.map(toEvent);
			}),
		last: (tenant) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<{ id: number }>('SELECT id FROM last_event WHERE tenant = ?', tenant);
				return row?.id ?? 0;
			}),
		lastOfEach: () =>
			database.read(everyTenant, async (connection) => {
				const rows = await connection.all<{ tenant: string; id: number }>('SELECT tenant, id FROM last_event');
				return Object.fromEntries(rows.map(({ tenant, id }) => [tenant, id]));
			}),
		watch: (tenant, wake) => shared.watchEvents(tenant, wake),
		time: () => database.read(everyTenant, async ({ serverTime }) => serverTime ?? shared.clock.now()),
		readPosition: (tenant, source) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<{ position: number }>(
					'SELECT position FROM event_source WHERE tenant = ? AND source = ?',
					tenant,
					source,
				);
				return row?.position ?? 0;
			}),
		writePosition: (tenant, source, position) =>
			change(tenant, async (connection) => {
				await connection.run(
					`INSERT INTO event_source (tenant, source, position) VALUES (?1, ?2, ?3)
					ON CONFLICT (tenant, source) DO UPDATE SET position = ?3`,
					tenant,
					source,
					position,
				);
			}),
		subscriptions: createSubscriptions(shared),
		deliveries: createDeliveries(shared),
		close: () => database.close(),
	};
}
