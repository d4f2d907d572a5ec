import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/errors';
import type { Caller, RegistryApi, RegistryEvent } from '../registry-api';
import { deliver, type Delivery } from './deliver';
import { newSecret } from './signature';
import { mostOfAll, mostOfTenant, type NewWebhook, type StoredWebhook, type Webhook } from './webhook';

export interface WebhookParts {
	registry: Pick<RegistryApi, 'events'>;
	store: { read(): StoredWebhook[]; write(webhooks: readonly StoredWebhook[]): void };
	delivery: Delivery;
	reportFault: (error: unknown) => void;
}

/** Of events that wait for one address; when there are more, the oldest give way: they are hints, and the newest says as much. */
const longestQueue = 100;
/** An address that gave up so often in a row is removed: nobody listens there any more. */
const mostFailures = 50;
const saveEveryMs = 1_000;
const againAfterMs = 5_000;

interface Running {
	hook: StoredWebhook;
	queue: RegistryEvent[];
	isDelivering: boolean;
}

/** Tells addresses of events: signed, in order for each, again after a failure, and from where it was after a restart. */
export class Webhooks {
	readonly #hooks = new Map<string, Running>();
	readonly #listening = new Map<string, AbortController>();
	readonly #stop = new AbortController();
	readonly #work = new Set<Promise<void>>();
	#saving: NodeJS.Timeout | undefined;

	constructor(private readonly parts: WebhookParts) {}

	/** Reads what is kept, and begins to listen. */
	start(): void {
		for (const hook of this.parts.store.read()) this.#hooks.set(hook.id, { hook, queue: [], isDelivering: false });
		for (const tenant of new Set([...this.#hooks.values()].map(({ hook }) => hook.tenant))) this.#listen(tenant);
	}

	list({ tenant }: Caller): Webhook[] {
		return this.#ofTenant(tenant).map(({ hook }) => shown(hook));
	}

	/**
	 * The secret is shown this once.
	 * @throws TroupeError ADDRESS_REFUSED, INPUT_INVALID, STATE_CONFLICT
	 */
	async add({ tenant }: Caller, { url, events = [] }: NewWebhook): Promise<Webhook & { secret: string }> {
		await this.parts.delivery.checkAddress(url);
		if (this.#ofTenant(tenant).length >= mostOfTenant || this.#hooks.size >= mostOfAll) throw tooMany(tenant);
		const secret = newSecret();
		const hook: StoredWebhook = {
			id: randomUUID(),
			tenant,
			// As it is called: a URL is read without the line breaks that it came with.
			url: new URL(url).href,
			events,
			createdAt: new Date(this.parts.delivery.now()).toISOString(),
			failures: 0,
			secret,
			after: await this.#lastEvent(tenant),
		};
		this.#hooks.set(hook.id, { hook, queue: [], isDelivering: false });
		this.#save();
		this.#listen(tenant);
		return { ...shown(hook), secret };
	}

	/** @returns false when there is none of the id */
	remove({ tenant }: Caller, id: string): boolean {
		const running = this.#hooks.get(id);
		if (running?.hook.tenant !== tenant) return false;
		this.#drop(running);
		return true;
	}

	/** Ends what is being delivered, and keeps how far each is. */
	async close(): Promise<void> {
		this.#stop.abort();
		await Promise.all(this.#work);
		clearTimeout(this.#saving);
		if (this.#saving) this.#save();
	}

	#ofTenant(tenant: string): Running[] {
		return [...this.#hooks.values()].filter(({ hook }) => hook.tenant === tenant);
	}

	async #lastEvent(tenant: string): Promise<number> {
		let last = 0;
		for await (const { id } of this.parts.registry.events(callerOf(tenant), 0, this.#stop.signal, { follow: false })) last = id;
		return last;
	}

	#listen(tenant: string): void {
		if (this.#listening.has(tenant) || this.#stop.signal.aborted) return;
		const stop = new AbortController();
		this.#listening.set(tenant, stop);
		this.#do(async () => {
			const signal = AbortSignal.any([stop.signal, this.#stop.signal]);
			while (!signal.aborted) await this.#hear(tenant, signal);
		});
	}

	async #hear(tenant: string, signal: AbortSignal): Promise<void> {
		const after = Math.min(...this.#ofTenant(tenant).map(({ hook }) => hook.after));
		try {
			for await (const event of this.parts.registry.events(callerOf(tenant), after, signal)) this.#enqueue(tenant, event);
		} catch (error) {
			if (!signal.aborted) this.parts.reportFault(error);
		}
		if (!signal.aborted) await this.parts.delivery.pause(againAfterMs, signal);
	}

	#enqueue(tenant: string, event: RegistryEvent): void {
		for (const running of this.#ofTenant(tenant)) {
			const { hook, queue } = running;
			const last = queue.at(-1)?.id ?? hook.after;
			if (event.id <= last || (hook.events.length > 0 && !hook.events.includes(event.type))) continue;
			queue.push(event);
			if (queue.length > longestQueue) queue.shift();
			if (!running.isDelivering) this.#do(() => this.#deliverAll(running));
		}
	}

	async #deliverAll(running: Running): Promise<void> {
		const { hook, queue } = running;
		running.isDelivering = true;
		try {
			for (let event = queue[0]; event && !this.#stop.signal.aborted && this.#hooks.has(hook.id); event = queue[0]) {
				const outcome = await deliver(hook, event, this.parts.delivery, this.#stop.signal);
				if (outcome.kind === 'stopped') return;
				if (queue[0] === event) queue.shift();
				hook.after = event.id;
				hook.lastStatus = outcome.status;
				hook.failures = outcome.kind === 'delivered' ? 0 : hook.failures + 1;
				if (outcome.kind === 'gone' || hook.failures >= mostFailures) this.#drop(running);
				this.#saveSoon();
			}
		} finally {
			running.isDelivering = false;
		}
	}

	#drop({ hook }: Running): void {
		this.#hooks.delete(hook.id);
		this.#save();
		if (this.#ofTenant(hook.tenant).length > 0) return;
		this.#listening.get(hook.tenant)?.abort();
		this.#listening.delete(hook.tenant);
	}

	#do(work: () => Promise<void>): void {
		const done: Promise<void> = work()
			.catch((error: unknown) => this.parts.reportFault(error))
			.finally(() => this.#work.delete(done));
		this.#work.add(done);
	}

	#saveSoon(): void {
		this.#saving ??= setTimeout(() => {
			try {
				this.#save();
			} catch (error) {
				this.parts.reportFault(error);
			}
		}, saveEveryMs);
	}

	#save(): void {
		clearTimeout(this.#saving);
		this.#saving = undefined;
		this.parts.store.write([...this.#hooks.values()].map(({ hook }) => hook));
	}
}

const callerOf = (tenant: string): Caller => ({ tenant, subject: 'webhooks' });

function shown({ id, url, events, createdAt, failures, lastStatus }: StoredWebhook): Webhook {
	return { id, url, events, createdAt, failures, ...(lastStatus === undefined ? {} : { lastStatus }) };
}

function tooMany(tenant: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The tenant ${tenant} has ${mostOfTenant} webhooks, or the registry ${mostOfAll}: there is no room for another.`,
		fix: 'Remove one first: DELETE /api/v1/webhooks/{id}.',
	});
}
