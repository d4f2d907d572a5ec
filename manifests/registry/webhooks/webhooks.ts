import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { RecordInAudit } from '../changes/tenant-work';
import type { Caller, RegistryApi } from '../registry-api';
import type { Store } from '../store/store';
import { deliver, type Delivery, type DeliveryOutcome } from './deliver';
import type { Sealing } from './sealing';
import { newSecret } from '../../../core/base/webhook-signature';
import { maxWebhooks, type DeadDelivery, type DeliveredEvent, type LeasedWebhook, type NewWebhook, type Webhook } from './webhook';
import { WebhookTable } from './webhook-table';

interface WebhookParts {
	registry: Pick<RegistryApi, 'events'> & { record: RecordInAudit };
	/** The registry's. */
	store: Store;
	sealing: Sealing;
	delivery: Delivery;
	reportFault: (error: unknown) => void;
}

/** The operations on webhooks. */
export interface WebhookKeeper {
	list(caller: Caller): Promise<Webhook[]>;
	/**
	 * Adds a webhook. The secret is returned only here.
	 * @throws TroupeError ADDRESS_REFUSED, INPUT_INVALID, STATE_CONFLICT
	 */
	add(caller: Caller, hook: NewWebhook): Promise<Webhook & { secret: string }>;
	/** @returns false if the id is unknown */
	remove(caller: Caller, id: string): Promise<boolean>;
	/** Deliveries that failed permanently, newest first; undefined if the id is unknown. */
	dead(caller: Caller, id: string): Promise<DeadDelivery[] | undefined>;
}

/** After this many consecutive permanent failures a webhook is removed. */
const maxFailures = 50;
/** How often to check for the work of other processes: new tenants, leases of killed processes. */
const lookEveryMs = 15_000;
const againAfterMs = 5_000;
/** Max concurrent calls of one process. */
const maxConcurrent = 50;

/**
 * Delivers events to addresses: signed, in order for each address, with retries, and continued after a restart. If several processes share
 * a database, one of them delivers to an address, and another continues if that one stops.
 */
export class Webhooks implements WebhookKeeper {
	readonly table: WebhookTable;
	/** The tenants whose events this process follows. */
	readonly #following = new Map<string, AbortController>();
	/** The tenants that are being checked; true if another check is due afterwards. */
	readonly #turns = new Map<string, boolean>();
	/** The time of the next check of a tenant with a failed delivery, by our clock. */
	readonly #dueAt = new Map<string, number>();
	readonly #stop = new AbortController();
	readonly #work = new Set<Promise<void>>();
	/** The webhooks with a call in progress. */
	readonly #telling = new Set<string>();

	constructor(private readonly parts: WebhookParts) {
		this.table = new WebhookTable(parts.store, parts.sealing, randomUUID(), parts.delivery.now);
	}

	/** Starts to listen and to deliver waiting events. */
	start(): void {
		this.#do(async () => {
			while (!this.#stop.signal.aborted) {
				await this.look().catch((error: unknown) => this.parts.reportFault(error));
				await this.parts.delivery.pause(lookEveryMs, this.#stop.signal);
			}
		});
	}

	/** Checks all tenants for due deliveries. */
	async look(): Promise<void> {
		for (const tenant of await this.table.tenants()) this.#turn(tenant);
	}

	list({ tenant }: Caller): Promise<Webhook[]> {
		return this.table.list(tenant);
	}

	async add({ tenant }: Caller, { url, events = [] }: NewWebhook): Promise<Webhook & { secret: string }> {
		await this.parts.delivery.checkAddress(url);
		const secret = newSecret();
		// The URL as it is called: parsing removes line breaks.
		const hook = { id: randomUUID(), url: new URL(url).href, events, createdAt: new Date(this.parts.delivery.now()).toISOString() };
		const added = await this.table.add(tenant, { ...hook, secret });
		if (!added) throw tooMany(tenant);
		this.#follow(tenant);
		return { ...added, secret };
	}

	remove({ tenant }: Caller, id: string): Promise<boolean> {
		return this.table.remove(tenant, id);
	}

	dead({ tenant }: Caller, id: string): Promise<DeadDelivery[] | undefined> {
		return this.table.dead(tenant, id);
	}

	/** Stops deliveries in progress: they continue after the next start, or in another process. */
	async close(): Promise<void> {
		this.#stop.abort();
		while (this.#work.size > 0) await Promise.all(this.#work);
	}

	/** Delivers the waiting events of a tenant; one call at a time. */
	#turn(tenant: string): void {
		if (this.#turns.has(tenant)) return void this.#turns.set(tenant, true);
		this.#do(async () => {
			try {
				do {
					this.#turns.set(tenant, false);
					await this.#deliverDue(tenant);
				} while (this.#turns.get(tenant) === true && !this.#stop.signal.aborted);
			} finally {
				this.#turns.delete(tenant);
			}
		});
	}

	async #deliverDue(tenant: string): Promise<void> {
		const { leased, some, nextMs } = await this.table.claim(tenant, maxConcurrent - this.#telling.size, this.#telling);
		if (some) this.#follow(tenant);
		else this.#unfollow(tenant);
		for (const hook of leased) this.#do(() => this.#tell(hook));
		if (nextMs !== undefined && nextMs < lookEveryMs) this.#turnIn(nextMs, tenant);
	}

	#turnIn(milliseconds: number, tenant: string): void {
		const at = this.parts.delivery.now() + milliseconds;
		if ((this.#dueAt.get(tenant) ?? Infinity) <= at) return;
		this.#dueAt.set(tenant, at);
		this.#do(async () => {
			await this.parts.delivery.pause(milliseconds, this.#stop.signal);
			if (this.#dueAt.get(tenant) === at) this.#dueAt.delete(tenant);
			if (!this.#stop.signal.aborted) this.#turn(tenant);
		});
	}

	/** Delivers all waiting events to one address, until a delivery fails. */
	async #tell(hook: LeasedWebhook): Promise<void> {
		this.#telling.add(hook.id);
		try {
			await this.#tellAll(hook);
		} finally {
			this.#telling.delete(hook.id);
		}
		// An event can have arrived while the webhook was leased.
		if (!this.#stop.signal.aborted) this.#turn(hook.tenant);
	}

	async #tellAll(hook: LeasedWebhook): Promise<void> {
		const { events, upTo } = await this.table.waiting(hook);
		for (const event of events) {
			const outcome = await deliver(hook, event, hook.attempts, this.parts.delivery, this.#stop.signal);
			if (!(await this.#settle(hook, event, outcome))) return;
		}
		// Skips events of other types: they are not read again.
		await this.table.settle(hook, { after: Math.max(hook.after, upTo) }, false);
	}

	/** @returns whether to continue */
	async #settle(hook: LeasedWebhook, event: DeliveredEvent, outcome: DeliveryOutcome): Promise<boolean> {
		const { table } = this;
		if (outcome.kind === 'stopped') return table.settle(hook, {}, false).then(() => false);
		const nowMs = this.parts.delivery.now();
		if (outcome.kind === 'failed') {
			const again = { attempts: hook.attempts + 1, next_at: nowMs + outcome.againAfterMs, last_status: outcome.status };
			return table.settle(hook, again, false).then(() => false);
		}
		const attempts = hook.attempts + 1;
		hook.after = event.id;
		hook.attempts = 0;
		hook.failures = outcome.kind === 'delivered' ? 0 : hook.failures + 1;
		if (outcome.kind === 'gone' || hook.failures >= maxFailures) return this.#drop(hook).then(() => false);
		const settled = { after: hook.after, attempts: 0, next_at: 0, failures: hook.failures, last_status: outcome.status };
		if (outcome.kind === 'delivered') return table.settle(hook, settled, true);
		const dead = { event: event.id, type: event.type, at: new Date(nowMs).toISOString(), attempts, status: outcome.status };
		return table.settle(hook, settled, true, dead);
	}

	/** Removes a webhook whose address no longer exists. */
	async #drop({ tenant, id }: LeasedWebhook): Promise<void> {
		if (await this.table.remove(tenant, id)) await this.parts.registry.record(createCaller(tenant), { action: 'webhook.drop', object: id });
	}

	/** Every event of the tenant is a reason to check. */
	#follow(tenant: string): void {
		if (this.#following.has(tenant) || this.#stop.signal.aborted) return;
		const stop = new AbortController();
		this.#following.set(tenant, stop);
		const signal = AbortSignal.any([stop.signal, this.#stop.signal]);
		this.#do(async () => {
			while (!signal.aborted) {
				try {
					const after = await this.table.lastEvent(tenant);
					this.#turn(tenant);
					for await (const _event of this.parts.registry.events(createCaller(tenant), after, signal)) this.#turn(tenant);
				} catch (error) {
					if (!signal.aborted) this.parts.reportFault(error);
				}
				if (!signal.aborted) await this.parts.delivery.pause(againAfterMs, signal);
			}
		});
	}

	#unfollow(tenant: string): void {
		this.#following.get(tenant)?.abort();
		this.#following.delete(tenant);
	}

	#do(work: () => Promise<void>): void {
		const done: Promise<void> = work()
			.catch((error: unknown) => this.parts.reportFault(error))
			.finally(() => this.#work.delete(done));
		this.#work.add(done);
	}
}

const createCaller = (tenant: string): Caller => ({ tenant, subject: 'webhooks' });

function tooMany(tenant: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The tenant ${tenant} has ${maxWebhooks} webhooks, which is the max.`,
		fix: 'Remove one first: DELETE /api/v1/webhooks/{id}.',
	});
}
