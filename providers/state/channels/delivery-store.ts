import type { ChannelsOfTenant, Delivery, DeliveryEnd, DeliveryFilter, DeliveryStore } from '../../../core/ports';
import { everyTenant, type StateConnection, type Value } from '../../../database/state-database';
import type { ChannelDatabase } from './channel-database';
import { newId } from './new-id';
import { ofChannels } from './of-channels';

const facts = `tenant, id, channel, stored, received_at AS "receivedAt", state, attempts, reason, ended_at AS "endedAt"`;
const cleanedAtOnce = 500;

export function createDeliveryStore({ database, change, wake, watch }: ChannelDatabase): DeliveryStore {
	return {
		async accept({ tenant, channel, key, stored, receivedAt }) {
			const added = await change(
				tenant,
				(connection, time) =>
					connection.run(
						`INSERT INTO delivery (tenant, id, channel, name, stored, received_at, state, attempts, try_at)
						VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'received', 0, ?7) ON CONFLICT (tenant, channel, name) DO NOTHING`,
						...[tenant, newId(time), channel, key, stored, receivedAt, time],
					),
				{ synced: true },
			);
			if (added > 0) wake('deliveries');
			return added > 0;
		},
		take: (holder, max, leaseMs, of) =>
			change(of?.tenant ?? everyTenant, (connection, time) => take(connection, { holder, max, now: time, until: time + leaseMs, of }), {
				turn: 'deliveries',
			}),
		end: ({ tenant, id }, holder, ended) =>
			change(tenant, (connection, time) => end(connection, { tenant, id, holder }, ended, time), { synced: false }),
		list: (tenant, filter, limit) =>
			database.read(tenant, (connection) => {
				const { where, values } = toCondition(tenant, filter);
				return connection.all<Delivery>(`SELECT ${facts} FROM delivery WHERE ${where} ORDER BY id DESC LIMIT ?`, ...values, limit);
			}),
		find: (tenant, id) =>
			database.read(tenant, (connection) =>
				connection.get<Delivery>(`SELECT ${facts} FROM delivery WHERE tenant = ? AND id = ?`, tenant, id),
			),
		async replay(tenant, { id, ...filter }) {
			const { where, values } = toCondition(tenant, filter);
			const condition = id === undefined ? where : `${where} AND id = ?`;
			const replayed = await change(
				tenant,
				(connection, time) =>
					connection.run(
						`UPDATE delivery SET state = 'received', attempts = 0, try_at = ?, holder = NULL, reason = NULL, ended_at = NULL
						WHERE ended_at IS NOT NULL AND ${condition}`,
						...[time, ...values, ...(id === undefined ? [] : [id])],
					),
				{ synced: true },
			);
			if (replayed > 0) wake('deliveries');
			return replayed;
		},
		clean: (before) =>
			database.change(everyTenant, (connection) =>
				connection.run(
					`DELETE FROM delivery WHERE (tenant, id) IN (SELECT tenant, id FROM delivery WHERE ended_at < ?1 AND state <> 'dead' LIMIT ?2)`,
					...[before, cleanedAtOnce],
				),
			),
		watch: (listener) => watch('deliveries', listener),
	};
}

async function take(
	connection: StateConnection,
	{ holder, max, now, until, of }: { holder: string; max: number; now: number; until: number; of?: ChannelsOfTenant },
): Promise<Delivery[]> {
	const whose = ofChannels('delivery', of);
	const due = await connection.all<Delivery>(
		`SELECT ${facts} FROM delivery WHERE try_at <= ?${whose.condition} ORDER BY try_at, id LIMIT ?`,
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

async function end(
	connection: StateConnection,
	{ tenant, id, holder }: { tenant: string; id: string; holder: string },
	ended: DeliveryEnd,
	now: number,
): Promise<void> {
	const isOver = ended.kind !== 'retry';
	await connection.run(
		`UPDATE delivery SET state = ?, try_at = ?, holder = NULL, reason = ?, ended_at = ? WHERE tenant = ? AND id = ? AND holder = ?`,
		...[isOver ? ended.kind : 'received', isOver ? null : now + ended.afterMs, ended.reason ?? null, isOver ? now : null],
		...[tenant, id, holder],
	);
}

function toCondition(tenant: string, { channel, state, from, to, before }: DeliveryFilter): { where: string; values: Value[] } {
	const conditions: Array<[string, Value | undefined]> = [
		['tenant = ?', tenant],
		['channel = ?', channel],
		['state = ?', state],
		['received_at >= ?', from],
		['received_at < ?', to],
		['id < ?', before],
	];
	const set = conditions.filter((condition): condition is [string, Value] => condition[1] !== undefined);
	return { where: set.map(([text]) => text).join(' AND '), values: set.map(([, value]) => value) };
}
