import type { Mark } from '../../../core/base/sealed-rows';
import type { RegistryEvent, RegistryEventType } from '../registry-api';
import type { AuditRow, Connection, TenantRow } from '../store/tables';
import { markHead, sealLine } from './audit-seal';

interface WaitingEvent {
	type: RegistryEventType;
	at: string;
	about: Record<string, string>;
}

type AuditLine = Pick<AuditRow, 'at' | 'subject' | 'action' | 'outcome' | 'object'> & { details: Record<string, unknown> };

/** Max entries of each tenant. Refusals are counted for themselves: a flood of them does not push out what was done. */
const keptEvents = 10_000;
const keptRefusals = 50_000;
const lineLength = 200;

/**
 * Events and audit entries of one transaction. Their numbers come from the tenant's head, whose row is held until the commit: they rise in
 * the order in which readers come to see them, without gaps. A database's own sequence would not.
 */
export class Journal {
	#events: WaitingEvent[] = [];
	#lines: AuditLine[] = [];

	constructor(
		private readonly head: TenantRow,
		private readonly tenant: string,
		private readonly sealWith: Mark,
		/** False if somebody changed the head in the database. */
		private readonly isWhole = true,
	) {}

	event(event: WaitingEvent): void {
		this.#events.push(event);
	}

	line(line: AuditLine): void {
		this.#lines.push(line);
	}

	mark(): () => void {
		const events = this.#events.length;
		return () => (this.#events = this.#events.slice(0, events));
	}

	/** @returns the events, as who follows them gets them once the transaction is committed */
	async write(connection: Connection): Promise<RegistryEvent[]> {
		const { head, tenant, sealWith: mark, isWhole } = this;
		const numbered = this.#events.map((event) => ({ id: ++head.last_event, ...event }));
		const events = numbered.map(({ about, ...event }) => ({ ...event, about: JSON.stringify(about) }));
		const lines: AuditRow[] = [];
		for (const { details, object, ...line } of this.#lines) {
			const content = { ...line, object: object.slice(0, lineLength), details: JSON.stringify(details) };
			lines.push(await sealLine(content, head, tenant, mark));
		}
		if (events.length > 0) await connection.insertInto('events').values(events).execute();
		if (lines.length > 0) await connection.insertInto('audit').values(lines).execute();
		await this.#forget(connection, events.length, lines.filter(({ outcome }) => outcome === 'refused').length);
		head.audit_mark = await markHead(head, tenant, mark, isWhole);
		return numbered;
	}

	/** Now and then, not at each change. */
	async #forget(connection: Connection, events: number, refusals: number): Promise<void> {
		const { last_event: lastEvent, last_audit: lastAudit } = this.head;
		const passed = (last: number, by: number, every: number) => Math.floor(last / every) !== Math.floor((last - by) / every);
		if (passed(lastEvent, events, 100))
			await connection
				.deleteFrom('events')
				.where('id', '<=', lastEvent - keptEvents)
				.execute();
		if (refusals > 0 && passed(lastAudit, refusals, 100)) {
			this.head.first_refused = Math.max(this.head.first_refused, this.head.last_refused - keptRefusals + 1);
			await connection.deleteFrom('audit').where('outcome', '=', 'refused').where('number', '<', this.head.first_refused).execute();
		}
	}
}
