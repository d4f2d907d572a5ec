import { letOthersRun } from '../../../../core/base/pace';
import type { Delivery, DeliveryStore } from '../../../../core/ports';
import { everyTenant, type StateConnection } from '../../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { channelsWithDeliveries, deliveryFacts, endDelivery, filterDeliveries, takeDeliveries } from './delivery-rows';
import type { Inbox } from './inbox';
import { ReceiptBatches } from './receipt-batches';
import { tellWork } from '../../work/work-queue';
import { turnWork } from '../turn-works';

const cleanedAtOnce = 500;
const maxRestMs = 50;
const moveEveryMs = 100;

export function createDeliveryStore(
	{ database, change, now, wakeDeliveries, watchDeliveries, wakeUps }: ChannelDatabase,
	inbox: Inbox,
): DeliveryStore {
	const receipts = new ReceiptBatches(async (batch) => {
		await inbox.write(batch);
		wakeDeliveries();
	});
	let movedAt = 0;
	return {
		accept: (receipt) => receipts.add(receipt),
		async letReceive(workedMs) {
			await letOthersRun();
			await receipts.rest(Math.min(workedMs * inbox.rest, maxRestMs));
		},
		async listWaiting() {
			const list = () => database.read(everyTenant, (connection) => channelsWithDeliveries(connection, now(connection)));
			const waiting = await list();
			// Requests are moved at intervals, because one of another tenant can be in the inbox, and whenever nothing is left to do.
			if (waiting.length > 0 && performance.now() - movedAt < moveEveryMs) return waiting;
			movedAt = performance.now();
			return (await inbox.move()) > 0 ? list() : waiting;
		},
		async take(holder, max, leaseMs, of) {
			const take = (free: number) =>
				change(
					of?.tenant ?? everyTenant,
					(connection, time) => takeDeliveries(connection, { holder, max: free, now: time, until: time + leaseMs, of }),
					{ turn: 'deliveries' },
				);
			const taken = await take(max);
			// Not before they are needed: what waits in the inbox costs the least.
			if (taken.length < max && (await inbox.move()) > 0) taken.push(...(await take(max - taken.length)));
			return taken;
		},
		async end(holder, ended) {
			const endAll = async (connection: StateConnection, time: number) => {
				for (const each of ended) await endDelivery(connection, each, holder, time);
			};
			await change(everyTenant, endAll, { synced: false });
			// They waited for these deliveries.
			tellWork(wakeUps, turnWork);
		},
		async list(tenant, filter, limit) {
			const waiting = await inbox.list(tenant, filter, limit);
			const known = await database.read(tenant, (connection) => {
				const { where, values } = filterDeliveries(tenant, filter);
				return connection.all<Delivery>(`SELECT ${deliveryFacts} FROM delivery WHERE ${where} ORDER BY id DESC LIMIT ?`, ...values, limit);
			});
			return joinNewest(known, waiting, limit);
		},
		async find(tenant, id) {
			const waiting = await inbox.find(tenant, id);
			const delivery = await database.read(tenant, (connection) =>
				connection.get<Delivery>(`SELECT ${deliveryFacts} FROM delivery WHERE tenant = ? AND id = ?`, tenant, id),
			);
			return delivery ?? waiting;
		},
		async replay(tenant, { id, ...filter }) {
			const { where, values } = filterDeliveries(tenant, filter);
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
			if (replayed > 0) wakeDeliveries();
			return replayed;
		},
		clean: (before) =>
			database.change(everyTenant, (connection) =>
				connection.run(
					`DELETE FROM delivery WHERE (tenant, id) IN (SELECT tenant, id FROM delivery WHERE ended_at < ?1 AND state <> 'dead' LIMIT ?2)`,
					...[before, cleanedAtOnce],
				),
			),
		watch: watchDeliveries,
	};
}

/** The inbox was read first: what became a delivery meanwhile is in both. */
function joinNewest(deliveries: Delivery[], waiting: Delivery[], limit: number): Delivery[] {
	const known = new Set(deliveries.map(({ id }) => id));
	const all = [...waiting.filter(({ id }) => !known.has(id)), ...deliveries];
	return all.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
}
