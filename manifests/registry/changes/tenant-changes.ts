import { sql } from 'kysely';
import type { AuditPart } from '../../../core/audit/audit-leaf';
import type { CountedWindows } from '../../../core/base/counted-windows';
import type { Mark } from '../../../core/base/sealed-rows';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { describeCaller, describeChange } from '../audit/describe-change';
import type { Caller, RegistryEvent } from '../registry-api';
import { databaseFault } from '../store/database-fault';
import type { Store } from '../store/store';
import type { Connection, Database, SnapshotRow, TenantRow } from '../store/tables';
import type { Change, ChangeName, TrustedRoot } from './change';
import { issueSnapshot } from './issue-snapshot';
import { Journal } from './journal';
import { CountedRefusal, type RefusedChange } from './refusals';
import type { SnapshotSigner } from './snapshot-signer';

export interface ChangeParts {
	store: Store;
	signers: readonly SnapshotSigner[];
	clock: () => number;
	/** Authenticates audit entries while they wait for the log. */
	mark: Mark;
	/** Bounds refusal entries: the log keeps each forever. */
	refusals: CountedWindows<RefusedChange>;
	rootIn: (connection: Database | Connection) => Promise<TrustedRoot>;
	committed: (tenant: string, what: Committed) => void;
}

interface Committed {
	snapshot: SnapshotRow | undefined;
	events: readonly RegistryEvent[];
	hasEntries: boolean;
}

interface Waiting extends ChangeName {
	caller: Caller;
	who: AuditPart;
	work: (change: Change) => Promise<unknown>;
	resolve: (result: never) => void;
	reject: (error: unknown) => void;
}

/** Changes per transaction: one snapshot is signed for all. */
const maxBatch = 100;
const maxWaiting = 5000;

/**
 * Runs a tenant's changes one transaction at a time. Waiting changes share the next one, each behind its own savepoint. A change is answered when its
 * transaction is on disk with audit entry, events and snapshot.
 */
export class TenantChanges {
	readonly #waiting: Waiting[] = [];
	#working: Promise<void> | undefined;

	constructor(
		private readonly tenant: string,
		private readonly parts: ChangeParts,
	) {}

	make<Result>(caller: Caller, name: ChangeName, work: (change: Change) => Promise<Result>): Promise<Result> {
		if (this.#waiting.length >= maxWaiting) return Promise.reject(tooMany(this.tenant));
		const result = new Promise<Result>((resolve, reject) =>
			this.#waiting.push({ ...name, caller, who: describeCaller(caller.subject), work, resolve, reject }),
		);
		this.#working ??= this.#work();
		return result;
	}

	async settled(): Promise<void> {
		await this.#working;
	}

	async #work(): Promise<void> {
		while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, maxBatch));
		// At once: an answered caller may send the next change before any callback runs.
		this.#working = undefined;
	}

	async #commit(batch: Waiting[]): Promise<void> {
		const { store, committed, mark } = this.parts;
		try {
			// The key can be in the same database: opened within a transaction, it would deadlock.
			await mark('');
			const { outcomes, ...what } = await store.change(this.tenant, (connection) => this.#apply(connection, batch));
			committed(this.tenant, what);
			batch.forEach(({ resolve, reject }, index) => {
				const outcome = outcomes[index]!;
				if ('error' in outcome) reject(outcome.error);
				else resolve(outcome.result as never);
			});
		} catch (cause) {
			const fault = databaseFault(cause);
			for (const { reject } of batch) reject(fault);
		}
	}

	async #apply(connection: Connection, batch: Waiting[]) {
		const { rootIn, clock, signers, store, mark } = this.parts;
		const head = await takeHead(connection, store.dialect);
		const root = await rootIn(connection);
		const nowMs = clock();
		const journal = new Journal(head, this.tenant, mark);
		let touched = false;
		const outcomes: Array<{ result: unknown } | { error: unknown }> = [];
		for (const waiting of batch) {
			const outcome = await this.#attempt(waiting, { connection, head, root, nowMs, at: new Date(nowMs).toISOString() }, journal);
			touched ||= 'touched' in outcome && outcome.touched;
			outcomes.push(outcome);
		}
		let snapshot: SnapshotRow | undefined;
		if (touched) {
			snapshot = await issueSnapshot({ connection, tenant: this.tenant, root, signers, nowMs, policy: head.policy });
			journal.event({ type: 'snapshot.issued', at: new Date(nowMs).toISOString(), about: { version: String(snapshot.version) } });
		}
		const events = await journal.write(connection);
		await connection.updateTable('tenants').set(head).execute();
		if (store.dialect === 'postgres') await sql`select pg_notify('troupe_registry', ${this.tenant})`.execute(connection);
		return { outcomes, snapshot, events, hasEntries: journal.hasEntries };
	}

	/** A refused change leaves only its audit entry. */
	async #attempt(
		{ caller, who, work, ...name }: Waiting,
		base: Omit<Change, 'caller' | 'event' | 'identify' | 'note' | 'touchSnapshot'>,
		journal: Journal,
	) {
		const { connection, at, head } = base;
		const before = { ...head };
		const undo = journal.mark();
		let touched = false;
		let changed = false;
		let details: Record<string, unknown> = {};
		let identity: Record<string, string> = {};
		await sql`savepoint one_change`.execute(connection);
		try {
			const result = await work({
				...base,
				caller,
				event(type, about) {
					changed = true;
					journal.event({ type, at, about });
				},
				identify({ kind, name, version }) {
					identity = { kind, name, version };
				},
				note(more) {
					changed = true;
					details = { ...details, ...more };
				},
				touchSnapshot() {
					changed = touched = true;
				},
			});
			await sql`release savepoint one_change`.execute(connection);
			if (changed) journal.entry(describeChange({ ...name, at, who, outcome: 'success', details: { ...identity, ...details } }));
			return { result, touched };
		} catch (cause) {
			const error = databaseFault(cause);
			if (!isTroupeError(cause) && error.retryable) throw error;
			await sql`rollback to savepoint one_change`.execute(connection);
			await sql`release savepoint one_change`.execute(connection);
			undo();
			Object.assign(head, before);
			const why = { code: error.code, ...pickReason(error) };
			// A counted refusal is always reported.
			if (cause instanceof CountedRefusal || this.parts.refusals.add({ caller, name, ...why }))
				journal.entry(describeChange({ ...name, at, who, outcome: 'refused', details: { ...identity, ...why } }));
			return { error, touched: false };
		}
	}
}

/** Returns a code or number; the words may contain the caller's text. */
function pickReason({ details }: TroupeError): { reason?: string; rule?: string; count?: number } {
	const isCode = (value: unknown): value is string => typeof value === 'string' && /^[a-z-]{1,40}$/.test(value);
	const { reason, rule, count } = details;
	return {
		...(isCode(reason) && { reason }),
		...(isCode(rule) && { rule }),
		...(Number.isSafeInteger(count) && { count: count as number }),
	};
}

const noHead: TenantRow = { last_event: 0, last_audit: 0, last_sequence: 0, policy: '{}', demands: '{}' };

/** Locks the tenant's row until the end of the transaction; created with its first change. */
async function takeHead(connection: Connection, dialect: Store['dialect']): Promise<TenantRow> {
	await connection
		.insertInto('tenants')
		.values(noHead)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const query = connection.selectFrom('tenants').select(Object.keys(noHead) as Array<keyof TenantRow>);
	return (dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

function tooMany(tenant: string): TroupeError {
	return new TroupeError({
		code: 'RATE_LIMITED',
		message: `${maxWaiting} changes of the tenant ${tenant} wait already`,
		fix: 'Try again in a moment.',
		retryable: true,
		retryAfterMs: 1000,
	});
}
