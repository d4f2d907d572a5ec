import type { WorkKindName } from '../../../core/ports/work';
import type { RunNotice } from '../../../core/ports/runs/runs';
import { everyTenant, type StateConnection, type Value } from '../../database/state-database';
import { addWork, cancelWork } from '../work/work-rows';
import { parseWaiting, type WaitingColumns, writePending } from './waiting-columns';

/** Notices are written in the run's transaction: none is lost, none is false. */
export const noticeTables = `
	CREATE TABLE IF NOT EXISTS last_notice (tenant TEXT NOT NULL PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS notice (
		tenant TEXT NOT NULL,
		id INTEGER NOT NULL,
		at INTEGER NOT NULL,
		kind TEXT NOT NULL,
		run TEXT NOT NULL,
		suspension TEXT NOT NULL,
		agent TEXT NOT NULL,
		agent_version TEXT NOT NULL,
		pending TEXT NOT NULL,
		since INTEGER NOT NULL,
		expires_at INTEGER NOT NULL,
		PRIMARY KEY (tenant, id)
	) STRICT, WITHOUT ROWID;
	CREATE UNIQUE INDEX IF NOT EXISTS notice_once ON notice (tenant, suspension, kind);
	CREATE INDEX IF NOT EXISTS notice_by_age ON notice (at);
	CREATE INDEX IF NOT EXISTS notice_by_run ON notice (tenant, run);
`;

/** Works that send notices to the webhook. Keys: notice numbers. */
export const noticeWork: WorkKindName = 'run-notice';

const columns = `run AS "runId", suspension, agent, agent_version AS version, pending, since, expires_at AS "expiresAt"`;

type WaitingRow = WaitingColumns & { tenant: string; runId: string; suspension: string; agent: string; version: string; since: number };

/** Adds one notice of each kind per suspension. @param by who decided */
export async function addNotice(
	connection: StateConnection,
	{ tenant, suspension, kind, now, by }: { tenant: string; suspension: string; kind: RunNotice['kind']; now: number; by?: string },
): Promise<void> {
	// Locks the tenant's last number, so that numbers become visible in order and notices stay unique.
	const { id } = (await connection.get<{ id: number }>(
		'INSERT INTO last_notice (tenant, id) VALUES (?, 0) ON CONFLICT (tenant) DO UPDATE SET id = last_notice.id RETURNING id',
		tenant,
	))!;
	const row = await connection.get<WaitingRow>(
		`SELECT tenant, ${columns} FROM suspended WHERE tenant = ? AND suspension = ?`,
		tenant,
		suspension,
	);
	if (!row) return;
	const { runId, agent, version, since, expiresAt } = row;
	const waiting = parseWaiting(row);
	const pending = writePending({ ...waiting, by: kind === 'timed-out' ? ruleOf(waiting) : by });
	const added = await connection.run(
		`INSERT INTO notice (tenant, id, at, kind, run, suspension, agent, agent_version, pending, since, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, suspension, kind) DO NOTHING`,
		tenant,
		id + 1,
		now,
		kind,
		runId,
		suspension,
		agent,
		version,
		pending,
		since,
		expiresAt,
	);
	if (added === 0) return;
	await connection.run('UPDATE last_notice SET id = ? WHERE tenant = ?', id + 1, tenant);
	await addWork(connection, { tenant, kind: noticeWork, key: String(id + 1), dueAt: now });
}

/** Includes unsent ones. @param condition on `notice` @returns their number */
export async function removeNotices(connection: StateConnection, condition: string, ...values: Value[]): Promise<number> {
	const removed = await connection.all<{ tenant: string; id: number }>(
		`DELETE FROM notice WHERE ${condition} RETURNING tenant, id`,
		...values,
	);
	for (const { tenant, id } of removed) await cancelWork(connection, { tenant, kind: noticeWork, key: String(id) });
	return removed.length;
}

const ruleOf = ({ whenTimedOut }: Pick<RunNotice, 'whenTimedOut'>) =>
	whenTimedOut === 'decline' || whenTimedOut === 'approve' ? 'rule' : undefined;

/** Adds a notice per missed decision deadline, first for runs that expire first. @returns their tenants */
export async function noteTimedOut(connection: StateConnection, now: number, max?: number): Promise<Set<string>> {
	const due = await findTimedOut(connection, now, max);
	// A fixed order prevents deadlocks.
	due.sort((one, next) => (one.tenant < next.tenant ? -1 : 1));
	for (const { tenant, suspension } of due) await addNotice(connection, { tenant, suspension, kind: 'timed-out', now });
	return new Set(due.map(({ tenant }) => tenant));
}

export const byExpiry = 'ORDER BY expires_at, tenant, run';

export function findTimedOut(
	connection: StateConnection,
	now: number,
	max = Number.MAX_SAFE_INTEGER,
): Promise<Array<{ tenant: string; suspension: string }>> {
	return connection.all(
		`SELECT tenant, suspension FROM suspended WHERE decide_by <= ?1
		AND NOT EXISTS (SELECT 1 FROM claim WHERE claim.tenant = suspended.tenant AND claim.name = suspended.suspension)
		AND NOT EXISTS (
			SELECT 1 FROM notice
			WHERE notice.tenant = suspended.tenant AND notice.suspension = suspended.suspension AND notice.kind = 'timed-out'
		) ${byExpiry} LIMIT ?2`,
		now,
		max,
	);
}

type NoticeRow = Omit<WaitingRow, 'tenant'> & Pick<RunNotice, 'id' | 'at' | 'kind'>;

export async function readNotices(connection: StateConnection, tenant: string, after: number, limit: number): Promise<RunNotice[]> {
	const rows = await connection.all<NoticeRow>(
		`SELECT id, at, kind, ${columns} FROM notice WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?`,
		tenant,
		after,
		limit,
	);
	return rows.map(toNotice);
}

function toNotice({ id, at, kind, runId, suspension, agent, version, since, pending, expiresAt }: NoticeRow): RunNotice {
	return { id, at, kind, runId, suspension, agent: { id: agent, version }, since, ...parseWaiting({ pending, expiresAt }) };
}

/** Returns the decision on a run's last suspension, or the rule that replaced it, while its notice is kept. */
export async function findDecision(
	connection: StateConnection,
	tenant: string,
	runId: string,
): Promise<Pick<RunNotice, 'kind' | 'at' | 'by'> | undefined> {
	const row = await connection.get<NoticeRow>(
		`SELECT id, at, kind, ${columns} FROM notice WHERE tenant = ? AND run = ? ORDER BY id DESC LIMIT 1`,
		tenant,
		runId,
	);
	return row && row.kind !== 'waiting' ? toNotice(row) : undefined;
}

export async function lastNotices(connection: StateConnection, tenant: string): Promise<Record<string, number>> {
	const rows = await connection.all<{ tenant: string; id: number }>(
		'SELECT tenant, id FROM last_notice WHERE tenant = ?1 OR ?1 = ?2',
		tenant,
		everyTenant,
	);
	return Object.fromEntries(rows.map((row) => [row.tenant, row.id]));
}

export interface NoticeToSend {
	tenant: string;
	notice: RunNotice;
}

export async function readNotice(connection: StateConnection, tenant: string, id: number): Promise<NoticeToSend | undefined> {
	const row = await connection.get<NoticeRow>(`SELECT id, at, kind, ${columns} FROM notice WHERE tenant = ? AND id = ?`, tenant, id);
	return row && { tenant, notice: toNotice(row) };
}
