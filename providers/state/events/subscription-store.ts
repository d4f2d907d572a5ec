import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { EventType } from '../../../core/ports/events/event-facts';
import type { Subscription, Subscriptions } from '../../../core/ports/events/subscriptions';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { cancelLane } from '../work/work-rows';
import { deliveryWork, type EventDatabase } from './event-database';

const maxSubscriptions = 50;

const columns = `tenant, id, url, types, state, reason, max_attempts AS "maxAttempts", failures, created_at AS "createdAt",
	last_status AS "lastStatus", last_at AS "lastAt"`;

type Row = Omit<Subscription, 'types'> & { types: string };

const toSubscription = ({ types, ...row }: Row): Subscription => ({ ...row, types: JSON.parse(types) as EventType[] });

export const boundTo = (tenant: string, id: string): string => `subscription ${tenant} ${id}`;

export function createSubscriptions({ database, change, seal }: EventDatabase): Subscriptions {
	const find = async (connection: StateConnection, tenant: string, id: string) => {
		const row = await connection.get<Row>(`SELECT ${columns} FROM subscription WHERE tenant = ? AND id = ?`, tenant, id);
		return row && toSubscription(row);
	};
	return {
		async add(tenant, { url, types, maxAttempts, secret }) {
			const id = randomUUID();
			const sealed = await seal.seal(secret, boundTo(tenant, id));
			return change(
				tenant,
				async (connection, now) => {
					const { count } = (await connection.get<{ count: number }>(
						'SELECT count(*) AS count FROM subscription WHERE tenant = ?',
						tenant,
					))!;
					if (count >= maxSubscriptions) throw tooMany(tenant);
					await connection.run(
						`INSERT INTO subscription (tenant, id, url, types, secret, state, max_attempts, failures, created_at, since)
						VALUES (?, ?, ?, ?, ?, 'active', ?, 0, ?, ?)`,
						tenant,
						id,
						url,
						JSON.stringify(types),
						sealed,
						maxAttempts,
						now,
						now,
					);
					return (await find(connection, tenant, id))!;
				},
				{ turn: `subscriptions ${tenant}`, synced: true },
			);
		},
		list: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<Row>(`SELECT ${columns} FROM subscription WHERE tenant = ? ORDER BY created_at, id`, tenant);
				return rows.map(toSubscription);
			}),
		tenants: () =>
			database.read(everyTenant, async (connection) => {
				const rows = await connection.all<{ tenant: string }>('SELECT DISTINCT tenant FROM subscription');
				return rows.map(({ tenant }) => tenant);
			}),
		find: (tenant, id) => database.read(tenant, (connection) => find(connection, tenant, id)),
		remove: (tenant, id) =>
			change(
				tenant,
				async (connection, now) => {
					if ((await connection.run('DELETE FROM subscription WHERE tenant = ? AND id = ?', tenant, id)) === 0) return false;
					await endWaiting(connection, { tenant, id, reason: 'The subscription was removed.' }, now);
					return true;
				},
				{ synced: true },
			),
		enable: (tenant, id) =>
			change(
				tenant,
				async (connection, now) => {
					const enabled = await connection.run(
						`UPDATE subscription SET since = CASE WHEN state = 'active' THEN since ELSE ?3 END, state = 'active', reason = NULL, failures = 0
						WHERE tenant = ?1 AND id = ?2`,
						tenant,
						id,
						now,
					);
					return enabled > 0;
				},
				{ synced: true },
			),
	};
}

export async function endWaiting(
	connection: StateConnection,
	{ tenant, id, reason }: { tenant: string; id: string; reason: string },
	now: number,
): Promise<void> {
	await connection.run(
		`UPDATE event_delivery SET state = 'dead', reason = ?, ended_at = ? WHERE tenant = ? AND subscription = ? AND ended_at IS NULL`,
		reason,
		now,
		tenant,
		id,
	);
	await cancelLane(connection, { tenant, kind: deliveryWork, lane: id });
}

const tooMany = (tenant: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The tenant ${tenant} has ${maxSubscriptions} subscriptions, which is the max.`,
		fix: 'Remove one first: troupe events remove ID.',
	});
