import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { RegistryEvent, RegistryEventType } from '../registry-api';
import type { Store } from '../store/store';

const pageLength = 500;
const maxRecent = 1000;
const retryMs = 1000;
/** For wake-ups only: the store checks for changes much more often. */
const wakeUpPollMs = 60_000;
const topicOf = (tenant: string) => `registry ${tenant}`;

interface Feed {
	recent: RegistryEvent[];
	last: number;
	listeners: Set<() => void>;
	reading?: Promise<void>;
	again: boolean;
	unlisten?: () => void;
}

/** Reads committed events once per tenant for all listeners. A wake-up is only a hint; events come from the table. */
export class EventFeed {
	readonly #feeds = new Map<string, Feed>();
	#unwatch: (() => Promise<void>) | undefined;

	/** @param wakeUps reports changes of other processes, also without database notifications, as behind a pooler */
	constructor(
		private readonly store: Store,
		private readonly wakeUps?: WakeUps,
	) {}

	wake(tenant?: string): void {
		for (const [name, feed] of this.#feeds) if (tenant === undefined || tenant === name) this.#read(name, feed);
	}

	/** Passes on this process's commits without a query, if there is no gap. */
	offer(tenant: string, events: readonly RegistryEvent[]): void {
		if (events.length > 0) this.wakeUps?.wake(topicOf(tenant));
		const feed = this.#feeds.get(tenant);
		if (!feed) return;
		if (events.length === 0 || events[0]!.id !== feed.last + 1) this.#read(tenant, feed);
		else take(feed, events);
	}

	async *listen(tenant: string, after: number | undefined, signal: AbortSignal, follow: boolean): AsyncIterable<RegistryEvent> {
		signal.throwIfAborted();
		if (!follow) {
			yield* this.#stored(tenant, after ?? 0, signal);
			return;
		}
		const feed = await this.#join(tenant);
		let woken = Promise.withResolvers<void>();
		const wake = () => woken.resolve();
		feed.listeners.add(wake);
		signal.addEventListener('abort', wake);
		try {
			// Includes commits since the read of the head.
			this.#read(tenant, feed);
			let last = Math.min(after ?? feed.last, Math.max(feed.last, await this.#head(tenant)));
			while (!signal.aborted) {
				woken = Promise.withResolvers<void>();
				const first = feed.recent[0]?.id ?? feed.last + 1;
				const next = last + 1 >= first ? feed.recent.filter(({ id }) => id > last) : await this.#page(tenant, last);
				for (const event of next) {
					yield event;
					last = event.id;
					if (signal.aborted) return;
				}
				if (next.length === 0) {
					if (last < first - 1) last = first - 1; // Events in between are no longer stored.
					else await woken.promise;
				}
			}
		} finally {
			signal.removeEventListener('abort', wake);
			feed.listeners.delete(wake);
			this.#leave(tenant, feed);
		}
	}

	async close(): Promise<void> {
		await this.#unwatch?.();
		this.#unwatch = undefined;
	}

	async *#stored(tenant: string, after: number, signal: AbortSignal): AsyncIterable<RegistryEvent> {
		for (let last = after; !signal.aborted;) {
			const page = await this.#page(tenant, last);
			yield* page;
			if (page.length < pageLength) return;
			last = page.at(-1)!.id;
		}
	}

	async #join(tenant: string): Promise<Feed> {
		const existing = this.#feeds.get(tenant);
		if (existing) return existing;
		this.#unwatch ??= this.store.watch((changed) => this.wake(changed));
		const last = await this.#head(tenant);
		const raced = this.#feeds.get(tenant);
		if (raced) return raced;
		const feed: Feed = { recent: [], last, listeners: new Set(), again: false };
		this.#feeds.set(tenant, feed);
		feed.unlisten = this.wakeUps?.listen(topicOf(tenant), () => this.#read(tenant, feed), wakeUpPollMs);
		return feed;
	}

	/** Moves a reader from a future position, as after a database restore, to the current end. */
	#head(tenant: string): Promise<number> {
		return this.store.read(tenant, async (connection) => {
			const head = await connection.selectFrom('tenants').select('last_event').executeTakeFirst();
			return head?.last_event ?? 0;
		});
	}

	#leave(tenant: string, feed: Feed): void {
		if (feed.listeners.size === 0 && this.#feeds.get(tenant) === feed) {
			feed.unlisten?.();
			this.#feeds.delete(tenant);
		}
		if (this.#feeds.size === 0) void this.close();
	}

	#read(tenant: string, feed: Feed): void {
		feed.again = true;
		feed.reading ??= this.#readOn(tenant, feed).finally(() => (feed.reading = undefined));
	}

	async #readOn(tenant: string, feed: Feed): Promise<void> {
		while (feed.again) {
			feed.again = false;
			try {
				const page = await this.#page(tenant, feed.last);
				take(
					feed,
					page.filter(({ id }) => id > feed.last),
				);
				feed.again ||= page.length === pageLength;
			} catch {
				// The database does not answer: nothing is lost, and it is asked again.
				setTimeout(() => this.#read(tenant, feed), retryMs).unref();
				return;
			}
		}
	}

	#page(tenant: string, after: number): Promise<RegistryEvent[]> {
		return this.store.read(tenant, async (connection) => {
			const rows = await connection
				.selectFrom('events')
				.select(['id', 'type', 'at', 'about'])
				.where('id', '>', after)
				.orderBy('id')
				.limit(pageLength)
				.execute();
			return rows.map(({ id, type, at, about }) => ({
				id,
				type: type as RegistryEventType,
				at,
				about: JSON.parse(about) as Record<string, string>,
			}));
		});
	}
}

function take(feed: Feed, events: readonly RegistryEvent[]): void {
	if (events.length === 0) return;
	feed.recent = [...feed.recent, ...events].slice(-maxRecent);
	feed.last = events.at(-1)!.id;
	for (const wake of feed.listeners) wake();
}
