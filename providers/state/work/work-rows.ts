/** Statements on the table `work`. They take a subject's connection, so that what happened and what must follow are written in one transaction. */
import { storeTrace } from '../../../core/base/trace-context';
import type { TakenWork, WorkId } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';

export interface NewWork extends WorkId {
	/** Default: all of the tenant's works of the kind are in one lane. */
	lane?: string;
	/** Milliseconds since the epoch. */
	dueAt: number;
	/** Work that waits already gets this time. Otherwise it keeps its own, such as that of its next attempt. */
	moves?: boolean;
}

/** Work that waits stays in the trace of what added it first; what was added while it is being done is in another one. */
const latest = 'CASE WHEN work.holder IS NULL THEN COALESCE(work.trace, excluded.trace) ELSE excluded.trace END';

/** Adds work, once for each key. Work that is being done is due again after it: what was added meanwhile is not lost. */
export async function addWork(connection: StateConnection, { tenant, kind, key, lane = '', dueAt, moves = false }: NewWork): Promise<void> {
	await connection.run(
		`INSERT INTO work (tenant, kind, key, lane, due_at, attempts, trace) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?7)
		ON CONFLICT (tenant, kind, key) DO UPDATE SET
			trace = ${latest},
			due_at = CASE WHEN work.holder IS NULL AND ?6 = 1 THEN ?5 ELSE work.due_at END,
			again_at = CASE WHEN work.holder IS NULL THEN NULL ELSE ?5 END`,
		...[tenant, kind, key, lane, dueAt, Number(moves), storeTrace() ?? null],
	);
}

/**
 * Sets when work is due, once for each key, unless a process does it. For work that whoever does it plans again at its end, if there is more: what
 * comes meanwhile is seen then.
 * @param orEarlier keeps an earlier time
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
		...[tenant, kind, key, lane, dueAt, storeTrace() ?? null],
	);
}

const held = 'tenant = ? AND kind = ? AND key = ? AND holder = ? AND attempts = ?';
const fence = ({ tenant, kind, key, holder, attempts }: TakenWork) => [tenant, kind, key, holder, attempts];

/** Returns whether a process still has its work. */
export const isHeld = async (connection: StateConnection, work: TakenWork): Promise<boolean> =>
	(await connection.get(`SELECT 1 AS one FROM work WHERE ${held}`, ...fence(work))) !== undefined;

/** Keeps work for its process until a time. @returns false if the work was cancelled, or another process has it */
export const renewWork = async (connection: StateConnection, work: TakenWork, until: number): Promise<boolean> =>
	(await connection.run(`UPDATE work SET due_at = ? WHERE ${held}`, until, ...fence(work))) > 0;

/**
 * Ends work, in the transaction that stores its outcome. Work that was added again meanwhile stays, and its attempts count from the start.
 * @returns false if the work was cancelled, or another process has it: then nothing of the outcome may be stored
 */
export async function finishWork(connection: StateConnection, work: TakenWork): Promise<boolean> {
	// The removal comes first: it waits for a transaction that adds the work again, and then finds `again_at`.
	if ((await connection.run(`DELETE FROM work WHERE ${held} AND again_at IS NULL`, ...fence(work))) > 0) return true;
	return (
		(await connection.run(
			`UPDATE work SET due_at = again_at, again_at = NULL, attempts = 0, lost = 0, holder = NULL WHERE ${held} AND again_at IS NOT NULL`,
			...fence(work),
		)) > 0
	);
}

/** Makes work that a process has due again. @param dueAt milliseconds since the epoch @returns false as for `finishWork` */
export const retryWork = async (connection: StateConnection, work: TakenWork, dueAt: number): Promise<boolean> =>
	(await connection.run(`UPDATE work SET due_at = ?, holder = NULL, lost = 0, again_at = NULL WHERE ${held}`, dueAt, ...fence(work))) > 0;

/** Removes work that must not be done any more. A process that does it notices when it renews or ends it. */
export const cancelWork = async (connection: StateConnection, { tenant, kind, key }: WorkId): Promise<boolean> =>
	(await connection.run('DELETE FROM work WHERE tenant = ? AND kind = ? AND key = ?', tenant, kind, key)) > 0;

/** Removes work that no process does at the moment. @returns false if one does, or there is none */
export const cancelWaitingWork = async (connection: StateConnection, { tenant, kind, key }: WorkId): Promise<boolean> =>
	(await connection.run('DELETE FROM work WHERE tenant = ? AND kind = ? AND key = ? AND holder IS NULL', tenant, kind, key)) > 0;

/** Removes the work of a lane. @returns how much */
export const cancelLane = (connection: StateConnection, { tenant, kind, lane }: Omit<WorkId, 'key'> & { lane: string }): Promise<number> =>
	connection.run('DELETE FROM work WHERE kind = ? AND tenant = ? AND lane = ?', kind, tenant, lane);

/** Counts the work of a tenant and kind, or of one lane of it, waiting or being done. */
export async function countWork(
	connection: StateConnection,
	{ tenant, kind, lane }: Omit<WorkId, 'key'> & { lane?: string },
): Promise<number> {
	const [condition, values] = lane === undefined ? ['', []] : [' AND lane = ?', [lane]];
	const row = await connection.get<{ count: number }>(
		`SELECT count(*) AS count FROM work WHERE kind = ? AND tenant = ?${condition}`,
		...[kind, tenant, ...values],
	);
	return Number(row!.count);
}
