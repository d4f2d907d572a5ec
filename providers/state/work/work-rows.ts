/** Statements on `work` use the subject's connection, to write an event and its follow-up in one transaction. */
import { storeTrace } from '../../../core/base/trace-context';
import type { TakenWork, WorkId } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';

export interface NewWork extends WorkId {
	/** Default: one lane per tenant and kind. */
	lane?: string;
	/** Milliseconds since the epoch. */
	dueAt: number;
	/** Moves waiting work to this time. Otherwise it keeps its own, such as its next attempt's. */
	moves?: boolean;
}

/** Waiting work keeps its first trace; work added while running gets a new one. */
const latest = 'CASE WHEN work.holder IS NULL THEN COALESCE(work.trace, excluded.trace) ELSE excluded.trace END';

/** Adds work once per key. Running work becomes due again afterwards, so nothing is lost. */
export async function addWork(connection: StateConnection, { tenant, kind, key, lane = '', dueAt, moves = false }: NewWork): Promise<void> {
	await connection.run(
		`INSERT INTO work (tenant, kind, key, lane, due_at, attempts, trace) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?7)
		ON CONFLICT (tenant, kind, key) DO UPDATE SET
			trace = ${latest},
			due_at = CASE WHEN work.holder IS NULL AND ?6 = 1 THEN ?5 ELSE work.due_at END,
			again_at = CASE WHEN work.holder IS NULL THEN NULL ELSE ?5 END`,
		tenant,
		kind,
		key,
		lane,
		dueAt,
		Number(moves),
		storeTrace() ?? null,
	);
}

/**
 * Sets the due time once per key, unless running. For work that plans itself again at its end, which covers later additions. @param orEarlier keeps
 * an earlier time
 */
export async function planWork(
	connection: StateConnection,
	{ tenant, kind, key, lane = '', dueAt }: Omit<NewWork, 'moves'>,
	{ orEarlier = false } = {},
): Promise<void> {
	await connection.run(
		`INSERT INTO work (tenant, kind, key, lane, due_at, attempts, trace) VALUES (?, ?, ?, ?, ?, 0, ?)
		ON CONFLICT (tenant, kind, key) DO UPDATE SET due_at = excluded.due_at, trace = ${latest}
		WHERE work.holder IS NULL${orEarlier ? ' AND excluded.due_at < work.due_at' : ''}`,
		tenant,
		kind,
		key,
		lane,
		dueAt,
		storeTrace() ?? null,
	);
}

const held = 'tenant = ? AND kind = ? AND key = ? AND holder = ? AND attempts = ?';
const fence = ({ tenant, kind, key, holder, attempts }: TakenWork) => [tenant, kind, key, holder, attempts];

export const isHeld = async (connection: StateConnection, work: TakenWork): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM work WHERE ${held}`, ...fence(work))) !== undefined;

/** Extends the lease. @returns false if cancelled or taken by another process */
export const renewWork = async (connection: StateConnection, work: TakenWork, until: number): Promise<boolean> =>
	(await connection.run(`UPDATE work SET due_at = ? WHERE ${held}`, until, ...fence(work))) > 0;

/**
 * Ends work in the transaction of its outcome. Work added meanwhile stays, with fresh attempts. @returns false if cancelled or taken by another
 * process: then no outcome may be stored
 */
export async function finishWork(connection: StateConnection, work: TakenWork): Promise<boolean> {
	// Removal first: it waits for a transaction that re-adds the work, then sees `again_at`.
	if ((await connection.run(`DELETE FROM work WHERE ${held} AND again_at IS NULL`, ...fence(work))) > 0) return true;
	return (
		(await connection.run(
			`UPDATE work SET due_at = again_at, again_at = NULL, attempts = 0, lost = 0, holder = NULL WHERE ${held} AND again_at IS NOT NULL`,
			...fence(work),
		)) > 0
	);
}

/** @param dueAt milliseconds since the epoch @returns false as for `finishWork` */
export const retryWork = async (connection: StateConnection, work: TakenWork, dueAt: number): Promise<boolean> =>
	(await connection.run(`UPDATE work SET due_at = ?, holder = NULL, lost = 0, again_at = NULL WHERE ${held}`, dueAt, ...fence(work))) > 0;

/** Removes work. A running process notices when it renews or ends it. */
export const cancelWork = async (connection: StateConnection, { tenant, kind, key }: WorkId): Promise<boolean> =>
	(await connection.run('DELETE FROM work WHERE tenant = ? AND kind = ? AND key = ?', tenant, kind, key)) > 0;

/** Removes idle work. @returns false if running or missing */
export const cancelWaitingWork = async (connection: StateConnection, { tenant, kind, key }: WorkId): Promise<boolean> =>
	(await connection.run('DELETE FROM work WHERE tenant = ? AND kind = ? AND key = ? AND holder IS NULL', tenant, kind, key)) > 0;

/** @returns how much */
export const cancelLane = (connection: StateConnection, { tenant, kind, lane }: Omit<WorkId, 'key'> & { lane: string }): Promise<number> =>
	connection.run('DELETE FROM work WHERE kind = ? AND tenant = ? AND lane = ?', kind, tenant, lane);

export async function countWork(
	connection: StateConnection,
	{ tenant, kind, lane }: Omit<WorkId, 'key'> & { lane?: string },
): Promise<number> {
	const [condition, values] = lane === undefined ? ['', []] : [' AND lane = ?', [lane]];
	const row = await connection.get<{ count: number }>(
		`SELECT count(*) AS count FROM work WHERE kind = ? AND tenant = ?${condition}`,
		kind,
		tenant,
		...values,
	);
	return Number(row!.count);
}
