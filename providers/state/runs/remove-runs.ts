import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { textsOf } from '../../database/in-list';
import { isOnHold } from '../../database/legal-holds';
import { cancelWork } from '../work/work-rows';
import { cancelWaiting, type KeepingParts } from './kept-steps';
import { byExpiry, noteTimedOut, removeNotices } from './run-notices';
import { removeEnded } from './ended-trails';
import { removeUnusedKey } from './sealed-entries';
import { suspendedRunWork } from './suspended-work';

interface Expiry {
	/** Compared with the expiry of suspended runs. */
	now: number;
	before: number;
	max: number;
	longer?: readonly string[];
}

interface RemovedRun {
	id: string;
	contact: string | null;
	conversation: string | null;
}

const isRunHeld = isOnHold('run', ['contact', 'conversation']);
const isNoticeHeld = `EXISTS (SELECT 1 FROM run WHERE run.tenant = notice.tenant AND run.id = notice.run AND ${isRunHeld})`;
const removedColumns = 'id, contact, conversation';

/** Removes expired rows of all tenants. @returns the number of runs, and whether more may remain */
export function removeExpired(
	database: StateDatabase,
	{ now, before, max, longer = [] }: Expiry,
	parts: KeepingParts,
): Promise<{ runs: number; isMore: boolean }> {
	const remove = async (connection: StateConnection) => {
		// Rechecked under the row lock: a run opened meanwhile stays.
		const isOld = `touched_at < ?1 AND tenant NOT IN ${textsOf(connection, '?3')} AND NOT ${isRunHeld}`;
		const runs = await connection.all<RemovedRun & { tenant: string }>(
			`DELETE FROM run WHERE ${isOld} AND (tenant, id) IN (SELECT tenant, id FROM run WHERE ${isOld} LIMIT ?2) RETURNING tenant, ${removedColumns}`,
			before,
			max,
			JSON.stringify(longer),
		);
		for (const { tenant, ...run } of runs) await removeRest(connection, tenant, run);
		const ended = await removeEnded(connection, now, max);
		const claims = await connection.run(
			'DELETE FROM claim WHERE at < ?1 AND (tenant, name) IN (SELECT tenant, name FROM claim WHERE at < ?1 LIMIT ?2)',
			before,
			max,
		);
		const notices = await removeNotices(
			connection,
			`at < ?1 AND (tenant, id) IN (SELECT tenant, id FROM notice WHERE at < ?1 AND NOT ${isNoticeHeld} LIMIT ?2)`,
			before,
			max,
		);
		// Same order, so that each run has its notice before removal.
		await noteTimedOut(connection, now, max);
		const expired = await connection.all<{ tenant: string; run: string; at: number }>(
			`DELETE FROM suspended WHERE expires_at <= ?1
			AND (tenant, run) IN (SELECT tenant, run FROM suspended WHERE expires_at <= ?1 ${byExpiry} LIMIT ?2) RETURNING tenant, run, expires_at AS at`,
			now,
			max,
		);
		for (const { tenant, run, at } of expired)
			await cancelWaiting(connection, { tenant, runId: run }, { reason: 'expired', now: at }, parts);
		return { runs: runs.length, isMore: [runs.length, ended, claims, notices, expired.length].includes(max) };
	};
	// A shared turn prevents deadlocks.
	return database.change(everyTenant, remove, { turn: 'expired' });
}

/** Removes a tenant's runs unused since `before`. Waiting runs stay until they expire. @returns their number */
export async function removeUnused(
	connection: StateConnection,
	tenant: string,
	{ before, max }: Pick<Expiry, 'before' | 'max'>,
): Promise<number> {
	const isUnused = `tenant = ?1 AND touched_at < ?2 AND NOT ${isRunHeld}
		AND NOT EXISTS (SELECT 1 FROM suspended WHERE suspended.tenant = ?1 AND suspended.run = run.id)`;
	const unused = await connection.all<RemovedRun>(
		`DELETE FROM run WHERE ${isUnused} AND id IN (SELECT id FROM run WHERE ${isUnused} LIMIT ?3) RETURNING ${removedColumns}`,
		tenant,
		before,
		max,
	);
	for (const run of unused) await removeRest(connection, tenant, run);
	return unused.length;
}

/**
 * Removes runs of conversations and persons. Their suspensions are claimed permanently, so that no saved state resumes them. @returns their number
 */
export async function forgetConversations(
	connection: StateConnection,
	tenant: string,
	conversations: readonly string[],
	now: number,
): Promise<number> {
	let forgotten = 0;
	for (const conversation of conversations) {
		await connection.run('DELETE FROM run_key WHERE tenant = ? AND subject = ?', tenant, conversation);
		const runs = await connection.all<{ run: string }>(
			`SELECT id AS run FROM run WHERE tenant = ?1 AND contact = ?2
			UNION SELECT id FROM run WHERE tenant = ?1 AND conversation = ?2 ORDER BY 1`,
			tenant,
			conversation,
		);
		for (const { run } of runs) forgotten += await forgetRun(connection, tenant, run, now);
	}
	return forgotten;
}

/** A running run fails at its next write. */
async function forgetRun(connection: StateConnection, tenant: string, run: string, now: number): Promise<number> {
	// First, so that nobody adds an entry or suspends the run again.
	const removed = await connection.all<RemovedRun>(`DELETE FROM run WHERE tenant = ? AND id = ? RETURNING ${removedColumns}`, tenant, run);
	const entries = await connection.all<{ entry: string }>('SELECT entry FROM run_entry WHERE tenant = ? AND run = ?', tenant, run);
	const suspended = await connection.all<{ id: string }>(
		'SELECT suspension AS id FROM suspended WHERE tenant = ? AND run = ?',
		tenant,
		run,
	);
	const ids = new Set([...entries.flatMap(({ entry }) => readSuspension(JSON.parse(entry))), ...suspended.map(({ id }) => id)]);
	for (const id of ids)
		await connection.run(
			`INSERT INTO claim (tenant, name, claimed_by, at) VALUES (?1, ?2, 'forgotten', ?3)
			ON CONFLICT (tenant, name) DO UPDATE SET claimed_by = 'forgotten', is_stored = 0`,
			tenant,
			id,
			now,
		);
	await removeParts(connection, tenant, run);
	for (const one of removed) await removeKeys(connection, tenant, one);
	return removed.length;
}

function readSuspension(entry: unknown): string[] {
	const { kind, id } = entry as { kind?: unknown; id?: unknown };
	return kind === 'suspended' && typeof id === 'string' ? [id] : [];
}

async function removeRest(connection: StateConnection, tenant: string, run: RemovedRun): Promise<void> {
	await removeParts(connection, tenant, run.id);
	await removeKeys(connection, tenant, run);
}

/** A run may have used its conversation's key before the person was known. */
async function removeKeys(connection: StateConnection, tenant: string, { id, contact, conversation }: RemovedRun): Promise<void> {
	for (const subject of [contact, conversation, id]) if (subject !== null) await removeUnusedKey(connection, tenant, subject);
}

async function removeParts(connection: StateConnection, tenant: string, run: string): Promise<void> {
	for (const table of ['run_entry', 'run_term', 'suspended', 'ended_trail'])
		await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND run = ?`, tenant, run);
	await cancelWork(connection, { tenant, kind: suspendedRunWork, key: run });
	await removeNotices(connection, 'tenant = ? AND run = ?', tenant, run);
}
