import type { RegistryEventType } from '../registry-api';
import type { Store } from '../store/store';
import { everyTenant } from '../store/migrations';
import type { Connection, WebhookRow } from '../store/tables';
import { maxPauseMs } from './deliver';
import type { Sealing } from './sealing';
import { maxQueue, maxDead, maxWebhooks, type DeadDelivery, type DeliveredEvent, type LeasedWebhook, type Webhook } from './webhook';

/** How long a process has a webhook to itself. After a crash another process continues when it ends. Longer than a delivery. */
export const leaseMs = 30_000;

/** The time until the next check, if a process has reached its max concurrent calls. */
const busyMs = 1_000;

/** The webhooks that a process can deliver to now, and when there is more to do. */
interface Claim {
	leased: LeasedWebhook[];
	/** Whether the tenant has webhooks that this process can deliver to. */
	some: boolean;
	/** Milliseconds until a failed delivery is due or the lease of another process ends; undefined if nothing waits. */
	nextMs?: number;
}

/** The columns that a delivery changes. */
type Settled = Pick<WebhookRow, 'after' | 'failures' | 'attempts' | 'next_at' | 'last_status'>;

/** The webhooks in the registry's database, shared by all processes on it. */
export class WebhookTable {
	constructor(
		private readonly store: Store,
		private readonly sealing: Sealing,
		/** Names this process in leases. */
		private readonly owner: string,
		private readonly now: () => number,
	) {}

	/** The tenants that have or had webhooks. */
	async tenants(): Promise<string[]> {
		const rows = await this.store.read(everyTenant, (connection) => connection.selectFrom('webhook_owners').select('name').execute());
		return rows.map(({ name }) => name);
	}

	lastEvent(tenant: string): Promise<number> {
		return this.store.read(tenant, lastEvent);
	}

	async list(tenant: string): Promise<Webhook[]> {
		const [rows, counts] = await this.store.read(tenant, async (connection) => [
			await connection.selectFrom('webhooks').selectAll().orderBy('created_at').orderBy('id').execute(),
			await connection
				.selectFrom('webhook_dead')
				.select(({ fn }) => ['webhook', fn.countAll().as('dead')])
				.groupBy('webhook')
				.execute(),
		]);
		const dead = new Map(counts.map(({ webhook, dead: count }) => [webhook, Number(count)]));
		return rows.map((row) => shown(row, dead.get(row.id) ?? 0));
	}

	/** Adds a webhook that receives events from now on. @returns undefined at the max number of webhooks */
	add(tenant: string, hook: Pick<Webhook, 'id' | 'url' | 'events' | 'createdAt'> & { secret: string }): Promise<Webhook | undefined> {
		return this.store.change(tenant, async (connection) => {
			const known = await connection.selectFrom('webhooks').select('id').execute();
			if (known.length >= maxWebhooks) return undefined;
			const row = {
				...{ id: hook.id, url: hook.url, events: JSON.stringify(hook.events), created_at: hook.createdAt },
				...{ secret: this.sealing.seal(hook.secret, describeOwner(tenant, hook.id)), key_id: this.sealing.keyId },
				...{ after: await lastEvent(connection), failures: 0, last_status: null },
				...{ attempts: 0, next_at: 0, lease_owner: null, lease_until: 0 },
			};
			await connection.insertInto('webhooks').values(row).execute();
			await connection
				.insertInto('webhook_owners')
				.values({ name: tenant })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			return shown(row, 0);
		});
	}

	/** @returns false if the id is unknown */
	remove(tenant: string, id: string): Promise<boolean> {
		return this.store.change(tenant, async (connection) => {
			const { numDeletedRows } = await connection.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst();
			return numDeletedRows > 0n;
		});
	}

	/** Newest first; undefined if the id is unknown. */
	dead(tenant: string, id: string): Promise<DeadDelivery[] | undefined> {
		return this.store.read(tenant, async (connection) => {
			const known = await connection.selectFrom('webhooks').select('id').where('id', '=', id).executeTakeFirst();
			if (!known) return undefined;
			const rows = await connection
				.selectFrom('webhook_dead')
				.select(['event', 'type', 'at', 'attempts', 'status'])
				.where('webhook', '=', id)
				.orderBy('event', 'desc')
				.execute();
			return rows.map(({ type, ...row }) => ({ ...row, type: type as RegistryEventType }));
		});
	}

	/**
	 * Leases up to `most` webhooks with waiting events, so that no other process delivers to them. Leaves out those that this process is
	 * `telling`, even if their lease is over: after the machine slept, their delivery still continues.
	 */
	async claim(tenant: string, most: number, telling: ReadonlySet<string>): Promise<Claim> {
		const seen = await this.store.read(tenant, (connection) => this.#look(connection, telling, false));
		if (seen.due.length === 0) return { leased: [], some: seen.some, nextMs: seen.nextMs };
		if (most <= 0) return { leased: [], some: true, nextMs: busyMs };
		return this.store.change(tenant, async (connection) => {
			const { due, some, nextMs } = await this.#look(connection, telling, true);
			const leased = due.slice(0, most);
			const ids = leased.map(({ id }) => id);
			const lease = { lease_owner: this.owner, lease_until: this.now() + leaseMs };
			if (ids.length > 0) await connection.updateTable('webhooks').set(lease).where('id', 'in', ids).execute();
			return { leased: leased.map((row) => this.#leased(tenant, row)), some, nextMs: due.length > leased.length ? busyMs : nextMs };
		});
	}

	/** The events that wait for a webhook, oldest first, and the last event that was considered. */
	waiting(hook: LeasedWebhook): Promise<{ events: DeliveredEvent[]; upTo: number }> {
		return this.store.read(hook.tenant, async (connection) => {
			const upTo = await lastEvent(connection);
			let query = connection.selectFrom('events').select(['id', 'type', 'at', 'about']).where('id', '>', hook.after);
			if (hook.events.length > 0) query = query.where('type', 'in', hook.events);
			const rows = await query.orderBy('id', 'desc').limit(maxQueue).execute();
			const events = rows.reverse().map(({ id, type, at, about }) => ({
				...{ id, at, type: type as RegistryEventType },
				about: JSON.parse(about) as Record<string, string>,
			}));
			return { events, upTo };
		});
	}

	/** Stores the progress of a webhook, and extends or ends its lease. @returns false if another process has it, or it was removed */
	settle(hook: LeasedWebhook, settled: Partial<Settled>, goesOn: boolean, dead?: DeadDelivery): Promise<boolean> {
		const lease = goesOn ? { lease_until: this.now() + leaseMs } : { lease_owner: null, lease_until: 0 };
		return this.store.change(hook.tenant, async (connection) => {
			const { numUpdatedRows } = await connection
				.updateTable('webhooks')
				.set({ ...settled, ...lease })
				.where('id', '=', hook.id)
				.where('lease_owner', '=', this.owner)
				.executeTakeFirst();
			if (numUpdatedRows === 0n) return false;
			if (dead) await bury(connection, hook.id, dead);
			return true;
		});
	}

	/** Adds the webhooks of a file unchanged. */
	async restore(tenant: string, row: Omit<WebhookRow, 'secret' | 'key_id'> & { secret: string }): Promise<void> {
		const sealed = { secret: this.sealing.seal(row.secret, describeOwner(tenant, row.id)), key_id: this.sealing.keyId };
		await this.store.change(tenant, async (connection) => {
			for (const query of [
				connection.insertInto('webhooks').values({ ...row, ...sealed }),
				connection.insertInto('webhook_owners').values({ name: tenant }),
			])
				await query.onConflict((conflict) => conflict.doNothing()).execute();
		});
	}

	async #look(connection: Pick<Connection, 'selectFrom'>, telling: ReadonlySet<string>, lock: boolean) {
		const query = connection.selectFrom('webhooks').selectAll().where('key_id', '=', this.sealing.keyId).orderBy('next_at');
		// Skips a webhook that another process is about to lease.
		const rows = await (lock && this.store.dialect === 'postgres' ? query.forUpdate().skipLocked() : query).execute();
		const last = await lastEvent(connection);
		const nowMs = this.now();
		const behind = rows
			.filter(({ id, after }) => after < last && !telling.has(id))
			.map((row) => ({ row, waitMs: computeWait(row, nowMs) }));
		const later = behind.map(({ waitMs }) => waitMs).filter((waitMs) => waitMs > 0);
		return {
			due: behind.filter(({ waitMs }) => waitMs === 0).map(({ row }) => row),
			some: rows.length > 0,
			...(later.length > 0 && { nextMs: Math.min(...later) }),
		};
	}

	#leased(tenant: string, { id, url, secret, events, after, attempts, failures }: WebhookRow): LeasedWebhook {
		const opened = this.sealing.open(secret, describeOwner(tenant, id));
		return { tenant, id, url, secret: opened, events: JSON.parse(events) as RegistryEventType[], after, attempts, failures };
	}
}

const describeOwner = (tenant: string, id: string) => `${tenant} ${id}`;

/** A time further ahead than any of ours was written before the clock was set back. */
function computeWait({ next_at: nextAt, lease_until: leaseUntil }: WebhookRow, nowMs: number): number {
	const ahead = (at: number, most: number) => (at - nowMs > most ? 0 : Math.max(0, at - nowMs));
	return Math.max(ahead(nextAt, maxPauseMs), ahead(leaseUntil, leaseMs));
}

async function lastEvent(connection: Pick<Connection, 'selectFrom'>): Promise<number> {
	const head = await connection.selectFrom('tenants').select('last_event').executeTakeFirst();
	return head?.last_event ?? 0;
}

/** Keeps the newest. */
async function bury(connection: Connection, webhook: string, dead: DeadDelivery): Promise<void> {
	await connection
		.insertInto('webhook_dead')
		.values({ webhook, ...dead })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const kept = connection
		.selectFrom('webhook_dead')
		.select('event')
		.where('webhook', '=', webhook)
		.orderBy('event', 'desc')
		.offset(maxDead)
		.limit(1);
	await connection.deleteFrom('webhook_dead').where('webhook', '=', webhook).where('event', '<=', kept).execute();
}

function shown(row: Omit<WebhookRow, 'secret'>, dead: number): Webhook {
	const { id, url, events, failures, attempts } = row;
	return {
		...{ id, url, events: JSON.parse(events) as RegistryEventType[], createdAt: row.created_at, failures },
		...(row.last_status !== null && { lastStatus: row.last_status }),
		...(attempts > 0 && { retry: { attempts, nextAt: new Date(row.next_at).toISOString() } }),
		dead,
	};
}
