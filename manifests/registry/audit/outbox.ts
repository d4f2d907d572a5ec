import { sql } from 'kysely';
import { type AuditEntry, createEntryId } from '../../../core/audit/audit-leaf';
import type { Mark } from '../../../core/base/sealed-rows';
import type { Store } from '../store/store';
import type { Connection, OutboxRow, TenantRow } from '../store/tables';
import type { OutboxEntry, TenantAudit } from './tenant-audit';

/** An outbox entry gets its tenant and time when the log takes it. */
export type OutboxContent = Omit<AuditEntry, 'at' | 'tenant'>;

const maxRows = 500;

/** Writes entries in the transaction of their changes. Numbers rise in commit order: the head's row is locked. */
export async function writeOutbox(
	connection: Connection,
	contents: readonly OutboxContent[],
	{ head, tenant, mark }: { head: TenantRow; tenant: string; mark: Mark },
): Promise<void> {
	const rows: OutboxRow[] = [];
	for (const entry of contents) {
		const row = { number: ++head.last_audit, id: createEntryId(Date.now()), content: JSON.stringify(entry) };
		rows.push({ ...row, mark: await mark(textOf(tenant, row)) });
	}
	if (rows.length > 0) await connection.insertInto('audit_outbox').values(rows).execute();
}

export interface OutboxState {
	waiting: number;
	/** Changed or foreign rows, which the log never takes. */
	foreign: number;
	isAtLeast?: true;
}

export interface InspectOptions {
	signal?: AbortSignal;
	/** Max rows to read. Default: all. */
	max?: number;
}

export async function inspectOutbox(
	store: Store,
	tenant: string,
	mark: Mark,
	{ signal, max = Infinity }: InspectOptions = {},
): Promise<OutboxState> {
	const state = { waiting: 0, foreign: 0 };
	for await (const { whole, foreign } of readOutbox(store, tenant, mark)) {
		signal?.throwIfAborted();
		if (state.waiting + state.foreign >= max && whole.length + foreign > 0) return { ...state, isAtLeast: true };
		state.waiting += whole.length;
		state.foreign += foreign;
	}
	return state;
}

async function* readOutbox(store: Store, tenant: string, mark: Mark): AsyncGenerator<{ whole: OutboxRow[]; foreign: number }> {
	await mark(''); // Opens the key before a transaction.
	for (let after = 0; ;) {
		const rows = await store.read(tenant, (connection) =>
			connection.selectFrom('audit_outbox').selectAll().where('number', '>', after).orderBy('number').limit(maxRows).execute(),
		);
		const whole: OutboxRow[] = [];
		for (const row of rows) if (row.mark === (await mark(textOf(tenant, row)))) whole.push(row);
		yield { whole, foreign: rows.length - whole.length };
		if (rows.length < maxRows) return;
		after = rows.at(-1)!.number;
	}
}

interface OutboxParts {
	store: Store;
	mark: Mark;
	/** Absent: entries wait. */
	log?: TenantAudit;
	reportFault: (fault: unknown) => void;
}

/**
 * Moves registry changes into the tenant's log. The log takes an entry once: a process can be killed before it removes the row, and two processes can
 * deliver the same rows.
 */
export class Outbox {
	readonly #busy = new Map<string, Promise<void>>();
	readonly #again = new Set<string>();

	constructor(private readonly parts: OutboxParts) {}

	get log(): TenantAudit | undefined {
		return this.parts.log;
	}

	/** Reports a fault: the next change or tick tries again. */
	wake(tenant: string): void {
		void this.handOver(tenant).catch(this.parts.reportFault);
	}

	/** Delivers everything committed before the call. @throws TroupeError of the log, or of the database */
	async handOver(tenant: string): Promise<void> {
		const busy = this.#busy.get(tenant);
		if (busy) {
			// The running delivery may have read its rows already; callers share the next one.
			this.#again.add(tenant);
			return busy;
		}
		const work = this.#repeat(tenant);
		this.#busy.set(tenant, work);
		return work;
	}

	async handOverAll(): Promise<void> {
		if (!this.parts.log) return;
		for (const tenant of await this.#tenants()) await this.handOver(tenant).catch(this.parts.reportFault);
	}

	inspect(tenant: string): Promise<OutboxState> {
		return inspectOutbox(this.parts.store, tenant, this.parts.mark);
	}

	async settled(): Promise<void> {
		await Promise.allSettled(this.#busy.values());
	}

	async #repeat(tenant: string): Promise<void> {
		try {
			do {
				this.#again.delete(tenant);
				await this.#handOver(tenant);
			} while (this.#again.has(tenant));
		} finally {
			this.#busy.delete(tenant);
		}
	}

	async #handOver(tenant: string): Promise<void> {
		const { store, mark, log } = this.parts;
		if (!log) return;
		// A foreign row does not block others.
		for await (const { whole } of readOutbox(store, tenant, mark)) {
			if (whole.length === 0) continue;
			await log.take(whole.map((row) => toEntry(tenant, row)));
			const ids = whole.map(({ id }) => id);
			await store.change(tenant, (connection) => connection.deleteFrom('audit_outbox').where('id', 'in', ids).execute());
		}
	}

	async #tenants(): Promise<string[]> {
		const { rows } = await this.parts.store.changeAll((connection) =>
			sql<{ tenant: string }>`select distinct tenant from audit_outbox`.execute(connection),
		);
		return rows.map(({ tenant }) => tenant);
	}
}

/** Log entries are in time order, so this one gets the current time; the change's own time is in the details. */
const toEntry = (tenant: string, { id, content }: OutboxRow): OutboxEntry => ({
	id,
	entry: { ...(JSON.parse(content) as OutboxContent), tenant, at: Date.now() },
});

const textOf = (tenant: string, { number, id, content }: Omit<OutboxRow, 'mark'>): string =>
	JSON.stringify(['registry audit', tenant, number, id, content]);
