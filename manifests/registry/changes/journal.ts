import type { Mark } from '../../../core/base/sealed-rows';
import { type OutboxContent, writeOutbox } from '../audit/outbox';
import type { RegistryEvent, RegistryEventType } from '../registry-api';
import type { Connection, TenantRow } from '../store/tables';

interface WaitingEvent {
	type: RegistryEventType;
	at: string;
	about: Record<string, string>;
}

const keptEvents = 10_000;

/** Numbers come from the tenant's locked head: they rise in the order of visibility, without gaps. A database sequence would not. */
export class Journal {
	#events: WaitingEvent[] = [];
	#entries: OutboxContent[] = [];

	constructor(
		private readonly head: TenantRow,
		private readonly tenant: string,
		private readonly sealWith: Mark,
	) {}

	event(event: WaitingEvent): void {
		this.#events.push(event);
	}

	entry(entry: OutboxContent): void {
		this.#entries.push(entry);
	}

	get hasEntries(): boolean {
		return this.#entries.length > 0;
	}

	mark(): () => void {
		const events = this.#events.length;
		return () => (this.#events = this.#events.slice(0, events));
	}

	/** @returns the events as followers get them after the commit */
	async write(connection: Connection): Promise<RegistryEvent[]> {
		const { head, tenant, sealWith: mark } = this;
		const numbered = this.#events.map((event) => ({ id: ++head.last_event, ...event }));
		const events = numbered.map(({ about, ...event }) => ({ ...event, about: JSON.stringify(about) }));
		if (events.length > 0) await connection.insertInto('events').values(events).execute();
		await writeOutbox(connection, this.#entries, { head, tenant, mark });
		await this.#forget(connection, events.length);
		return numbered;
	}

	async #forget(connection: Connection, events: number): Promise<void> {
		const { last_event: last } = this.head;
		if (Math.floor(last / 100) !== Math.floor((last - events) / 100))
			await connection
				.deleteFrom('events')
				.where('id', '<=', last - keptEvents)
				.execute();
	}
}
