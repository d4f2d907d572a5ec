import { randomUUID } from 'node:crypto';
import { runTaken } from '../../core/ports/run-taken';
import { type Clock, type RunStore, systemClock } from '../../core/ports';
import { type Connection, shareDatabase } from '../../database/shared-database';

const schema = `
	CREATE TABLE IF NOT EXISTS run (
		tenant TEXT NOT NULL,
		id TEXT NOT NULL,
		holder TEXT,
		leased_until INTEGER NOT NULL,
		entries INTEGER NOT NULL,
		touched_at INTEGER NOT NULL,
		PRIMARY KEY (tenant, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS run_by_age ON run (touched_at);
	CREATE TABLE IF NOT EXISTS entry (
		tenant TEXT NOT NULL,
		run TEXT NOT NULL,
		number INTEGER NOT NULL,
		entry TEXT NOT NULL,
		PRIMARY KEY (tenant, run, number)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS claim (
		tenant TEXT NOT NULL,
		name TEXT NOT NULL,
		claimed_by TEXT NOT NULL,
		at INTEGER NOT NULL,
		PRIMARY KEY (tenant, name)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS claim_by_age ON claim (at);
	CREATE TABLE IF NOT EXISTS run_of_conversation (
		tenant TEXT NOT NULL,
		conversation TEXT NOT NULL,
		run TEXT NOT NULL,
		PRIMARY KEY (tenant, conversation, run)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS conversation_by_run ON run_of_conversation (tenant, run);
	CREATE TABLE IF NOT EXISTS store (
		single INTEGER NOT NULL PRIMARY KEY CHECK (single = 1),
		identity TEXT NOT NULL
	) STRICT;
`;
const thirtyDaysMs = 30 * 86_400_000;
/** Expired runs removed with each opened run; more than one adds. */
const forgottenAtOnce = 5;

interface RunStoreOptions {
	/** A tenant sees only its own runs. */
	tenant: string;
	/** Returns a keyed hash of the id of a conversation or person, which is often a phone number. Without it, runs store neither. */
	pseudonym?(kind: 'conversation' | 'subject', id: string): Promise<string>;
	clock?: Clock;
	/** How long an unused run is kept, in milliseconds; must exceed the time in which a suspended run can be resumed. Default thirty days. */
	ttlMs?: number;
	/** How long to wait for another process that locks the file, in milliseconds. */
	timeoutMs?: number;
}

export interface ForgetfulRunStore extends RunStore {
	/** Removes all runs of these conversations and persons (keyed hashes), including those that wait for a person. @returns their number */
	forget(conversations: string[]): Promise<number>;
	close(): void;
}

/**
 * Stores the trails of runs in a SQLite file that several processes can share.
 * @throws TroupeError on use: RUN_TAKEN; INTERNAL, retryable while another process locks the file
 */
export function openRunStore(file: string, options: RunStoreOptions): ForgetfulRunStore {
	const { tenant, clock = systemClock, ttlMs = thirtyDaysMs, timeoutMs } = options;
	const database = shareDatabase({ file, what: 'The trails of runs', schema, version: 3, timeoutMs, forgetsForGood: true });
	return {
		identity: () =>
			database.changeForGood((connection) => {
				connection.sql('INSERT INTO store (single, identity) VALUES (1, ?) ON CONFLICT DO NOTHING').run(randomUUID());
				return connection.sql('SELECT identity FROM store').get()!.identity as string;
			}),
		async open(runId, holder, leaseMs, conversationId, person) {
			const owners = [
				conversationId === undefined ? undefined : await options.pseudonym?.('conversation', conversationId),
				person === undefined ? undefined : await options.pseudonym?.('subject', person),
			];
			return database.change((connection) => {
				const now = clock.now();
				forget(connection, now - ttlMs, forgottenAtOnce);
				take(connection, tenant, runId, holder, { now, until: now + leaseMs });
				for (const owner of owners.filter((each) => each !== undefined))
					connection
						.sql('INSERT INTO run_of_conversation (tenant, conversation, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
						.run(tenant, owner, runId);
				return readTrail(connection, tenant, runId);
			});
		},
		append: (runId, holder, entries, { leaseMs, synced }) =>
			(synced ? database.changeForGood : database.change)((connection) => {
				const now = clock.now();
				const number = renew(connection, tenant, runId, holder, { now, until: now + leaseMs, more: entries.length });
				const insert = connection.sql('INSERT INTO entry (tenant, run, number, entry) VALUES (?, ?, ?, ?)');
				entries.forEach((entry, index) => insert.run(tenant, runId, number + index, JSON.stringify(entry)));
			}),
		release: (runId, holder) =>
			database.use((connection) => {
				connection.sql('UPDATE run SET holder = NULL WHERE tenant = ? AND id = ? AND holder = ?').run(tenant, runId, holder);
			}),
		first: (runId) =>
			database.use((connection) => {
				const row = connection.sql('SELECT entry FROM entry WHERE tenant = ? AND run = ? AND number = 0').get(tenant, runId);
				return row && (JSON.parse(row.entry as string) as unknown);
			}),
		claim: (name, by) =>
			database.changeForGood((connection) => {
				connection
					.sql('INSERT INTO claim (tenant, name, claimed_by, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
					.run(tenant, name, by, clock.now());
				const row = connection.sql('SELECT claimed_by FROM claim WHERE tenant = ? AND name = ?').get(tenant, name);
				return row?.claimed_by === by;
			}),
		async forget(conversations) {
			const forgotten = await database.change((connection) => forgetConversations(connection, tenant, conversations, clock.now()));
			await database.emptyLog();
			return forgotten;
		},
		clean: (before) => database.change((connection) => forget(connection, before, -1)),
		close: () => database.close(),
	};
}

interface Lease {
	now: number;
	until: number;
}

function take(connection: Connection, tenant: string, runId: string, holder: string, { now, until }: Lease): void {
	const { changes } = connection
		.sql(
			`INSERT INTO run (tenant, id, holder, leased_until, entries, touched_at) VALUES (?1, ?2, ?3, ?4, 0, ?5)
			ON CONFLICT DO UPDATE SET holder = ?3, leased_until = ?4, touched_at = ?5
			WHERE holder IS NULL OR holder = ?3 OR leased_until <= ?5`,
		)
		.run(tenant, runId, holder, until, now);
	if (changes === 0) throw runTaken(runId);
}

/** @returns the number of the next entry */
function renew(
	connection: Connection,
	tenant: string,
	runId: string,
	holder: string,
	{ now, until, more }: Lease & { more: number },
): number {
	const row = connection
		.sql(
			`UPDATE run SET leased_until = ?4, touched_at = ?5, entries = entries + ?6
			WHERE tenant = ?1 AND id = ?2 AND holder = ?3 RETURNING entries - ?6 AS number`,
		)
		.get(tenant, runId, holder, until, now, more);
	if (!row) throw runTaken(runId);
	return row.number as number;
}

function readTrail(connection: Connection, tenant: string, runId: string): unknown[] {
	const rows = connection.sql('SELECT entry FROM entry WHERE tenant = ? AND run = ? ORDER BY number').all(tenant, runId);
	return rows.map(({ entry }) => JSON.parse(entry as string) as unknown);
}

/** Removes expired runs of all tenants; a negative `max` means no limit. */
function forget(connection: Connection, before: number, max: number): number {
	const old = connection.sql('SELECT tenant, id FROM run WHERE touched_at < ? LIMIT ?').all(before, max);
	for (const { tenant, id } of old) remove(connection, tenant as string, id as string);
	connection.sql('DELETE FROM claim WHERE (tenant, name) IN (SELECT tenant, name FROM claim WHERE at < ? LIMIT ?)').run(before, max);
	return old.length;
}

/** Claims the suspension, so that a saved state cannot resume the removed run. */
function forgetConversations(connection: Connection, tenant: string, conversations: string[], now: number): number {
	let forgotten = 0;
	const runsOf = connection.sql('SELECT run FROM run_of_conversation WHERE tenant = ? AND conversation = ?');
	for (const conversation of conversations)
		for (const { run } of runsOf.all(tenant, conversation)) {
			for (const entry of readTrail(connection, tenant, run as string)) claimSuspension(connection, tenant, entry, now);
			forgotten += remove(connection, tenant, run as string);
		}
	return forgotten;
}

function claimSuspension(connection: Connection, tenant: string, entry: unknown, now: number): void {
	const { kind, id } = entry as { kind?: unknown; id?: unknown };
	if (kind !== 'suspended' || typeof id !== 'string') return;
	connection
		.sql('INSERT INTO claim (tenant, name, claimed_by, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
		.run(tenant, id, 'forgotten', now);
}

/** A running run notices the removal at its next write, which fails. */
function remove(connection: Connection, tenant: string, id: string): number {
	for (const table of ['entry', 'run_of_conversation']) connection.sql(`DELETE FROM ${table} WHERE tenant = ? AND run = ?`).run(tenant, id);
	return Number(connection.sql('DELETE FROM run WHERE tenant = ? AND id = ?').run(tenant, id).changes);
}
