import type { Claim, SuspendedRun } from '../../../core/ports/runs/runs';
import { textsOf } from '../../database/in-list';
import { everyTenant, type StateConnection, type Value } from '../../database/state-database';
import { keepOwners, type Owners } from './run-headers';
import { addNotice } from './run-notices';
import { parseWaiting, type WaitingColumns, writePending } from './waiting-columns';

export interface ListedRun extends Pick<SuspendedRun, 'runId' | 'agent' | 'expiresAt' | 'decideBy' | 'whenTimedOut' | 'host' | 'pending'> {
	tenant: string;
	/** Milliseconds since the epoch. */
	since: number;
	/** `timed-out`: no decision in time, so it continues without one. `interrupted`: decided, but the continuing process may have ended first. */
	status: 'waiting' | 'timed-out' | 'interrupted';
}

export type HiddenParts = Pick<SuspendedRun, 'state' | 'agentFile' | 'waker'>;

type SealedRun = Omit<SuspendedRun, keyof HiddenParts | 'conversationId' | 'person'> &
	Owners & {
		sealed: Uint8Array;
		/** The mark of a run without entries. */ mark: string;
	};

export async function insertSuspended(connection: StateConnection, tenant: string, run: SealedRun, now: number): Promise<void> {
	const { runId, suspension, agent, decideBy, expiresAt, sealed, mark, contact = null, conversation = null } = run;
	await connection.run(
		`INSERT INTO run (tenant, id, holder, leased_until, entries, mark, touched_at, state, agent, agent_version, started_at,
			contact, conversation)
		VALUES (?1, ?2, NULL, 0, 0, ?4, ?3, 'waiting', ?5, ?6, ?3, ?7, ?8)
		ON CONFLICT (tenant, id) DO UPDATE SET touched_at = ?3, state = 'waiting', ${keepOwners}`,
		tenant,
		runId,
		now,
		mark,
		agent.id,
		agent.version,
		contact,
		conversation,
	);
	await connection.run(
		`INSERT INTO suspended (tenant, run, suspension, agent, agent_version, pending, since, decide_by, expires_at, sealed)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
		ON CONFLICT (tenant, run) DO UPDATE
		SET suspension = ?3, agent = ?4, agent_version = ?5, pending = ?6, since = ?7, decide_by = ?8, expires_at = ?9, sealed = ?10`,
		tenant,
		runId,
		suspension,
		agent.id,
		agent.version,
		writePending(run),
		now,
		Math.min(decideBy, expiresAt),
		expiresAt,
		sealed,
	);
	await addNotice(connection, { tenant, suspension, kind: 'waiting', now });
}

type ListedRow = Pick<ListedRun, 'runId' | 'tenant' | 'since'> & WaitingColumns & { agent: string; version: string; isClaimed: number };

export interface SuspendedFilter {
	runId?: string;
	agents?: readonly string[];
	after?: Pick<ListedRun, 'since' | 'runId'>;
	limit?: number;
}

/** Oldest first. @param tenant or `everyTenant` */
export async function listSuspended(
	connection: StateConnection,
	tenant: string,
	now: number,
	{ runId, agents, after, limit }: SuspendedFilter = {},
): Promise<ListedRun[]> {
	const values: Value[] = [tenant, everyTenant, now];
	const bind = (value: Value) => `?${values.push(value)}`;
	const where = ['(tenant = ?1 OR ?1 = ?2)', 'expires_at > ?3'];
	if (runId !== undefined) where.push(`run = ${bind(runId)}`);
	if (agents) where.push(`agent IN ${textsOf(connection, bind(JSON.stringify(agents)))}`);
	if (after) where.push(`(since, run) > (${bind(after.since)}, ${bind(after.runId)})`);
	const rows = await connection.all<ListedRow>(
		`SELECT tenant, run AS "runId", agent, agent_version AS version, pending, since, expires_at AS "expiresAt",
			(SELECT count(*) FROM claim WHERE claim.tenant = suspended.tenant AND claim.name = suspended.suspension) AS "isClaimed"
		FROM suspended WHERE ${where.join(' AND ')} ORDER BY since, tenant, run ${limit === undefined ? '' : `LIMIT ${bind(limit)}`}`,
		...values,
	);
	return rows.map(({ agent, version, pending, isClaimed, ...row }) => {
		const waiting = parseWaiting({ pending, expiresAt: row.expiresAt });
		const status = isClaimed > 0 ? 'interrupted' : waiting.decideBy <= now ? 'timed-out' : 'waiting';
		return { ...row, agent: { id: agent, version }, ...waiting, status };
	});
}

/** After the deadline a run continues by its terms. */
async function noteDecision(
	connection: StateConnection,
	{ tenant, suspension, now, decidedBy: by }: { tenant: string; suspension: string; now: number; decidedBy?: string },
): Promise<void> {
	const row = await connection.get<WaitingColumns>(
		'SELECT pending, expires_at AS "expiresAt" FROM suspended WHERE tenant = ? AND suspension = ?',
		tenant,
		suspension,
	);
	if (row) await addNotice(connection, { tenant, suspension, kind: parseWaiting(row).decideBy <= now ? 'timed-out' : 'decided', now, by });
}

const forNobody = 'cancelled';

export async function claimForNobody(connection: StateConnection, { tenant, runId, now }: { tenant: string; runId: string; now: number }) {
	await connection.run(
		`INSERT INTO claim (tenant, name, claimed_by, at) SELECT tenant, suspension, '${forNobody}', ?3 FROM suspended WHERE tenant = ?1 AND run = ?2
		ON CONFLICT (tenant, name) DO NOTHING`,
		tenant,
		runId,
		now,
	);
	await connection.run(
		`DELETE FROM suspended WHERE tenant = ?1 AND run = ?2
		AND EXISTS (SELECT 1 FROM claim WHERE claim.tenant = ?1 AND claim.name = suspended.suspension AND claimed_by = '${forNobody}')`,
		tenant,
		runId,
	);
}

export async function findSealed(connection: StateConnection, tenant: string, runId: string): Promise<Uint8Array | undefined> {
	const row = await connection.get<{ sealed: Uint8Array }>('SELECT sealed FROM suspended WHERE tenant = ? AND run = ?', tenant, runId);
	return row?.sealed;
}

export const findSealedOf = (connection: StateConnection, tenant: string, owners: readonly string[]) =>
	connection.all<{ runId: string; sealed: Uint8Array }>(
		`SELECT run.id AS "runId", sealed FROM run JOIN suspended ON suspended.tenant = run.tenant AND suspended.run = run.id
		WHERE run.tenant = ?1 AND (contact IN ${textsOf(connection, '?2')} OR conversation IN ${textsOf(connection, '?2')})
		AND NOT EXISTS (SELECT 1 FROM claim WHERE claim.tenant = ?1 AND claim.name = suspended.suspension)`,
		tenant,
		JSON.stringify(owners),
	);

export const removeSuspended = (connection: StateConnection, tenant: string, runId: string) =>
	connection.run('DELETE FROM suspended WHERE tenant = ? AND run = ?', tenant, runId);

/** The first claim wins. */
export async function claimSuspension(
	connection: StateConnection,
	claim: { tenant: string; suspension: string; by: string; isStored: boolean; now: number; decidedBy?: string },
): Promise<Claim> {
	const { tenant, suspension, by, isStored, now } = claim;
	const claimed = await connection.run(
		'INSERT INTO claim (tenant, name, claimed_by, at, is_stored) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, name) DO NOTHING',
		tenant,
		suspension,
		by,
		now,
		isStored ? 1 : 0,
	);
	if (claimed > 0) await noteDecision(connection, claim);
	const row = await connection.get<{ by: string; isStored: number }>(
		'SELECT claimed_by AS "by", is_stored AS "isStored" FROM claim WHERE tenant = ? AND name = ?',
		tenant,
		suspension,
	);
	if (row?.by === forNobody) return 'cancelled';
	if (row?.by === by) return 'ours';
	return row?.isStored === 1 ? 'shared' : 'taken';
}
