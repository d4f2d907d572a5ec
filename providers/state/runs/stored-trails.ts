import { everyTenant, type StateConnection } from '../../database/state-database';
import type { TextSeal } from './suspensions';
import { elementSource } from '../../../core/ports/tools/tools';
import { readMarked } from './marked-trails';

/** A run whose trail is stored: those of agents with tools. */
export interface StoredRun {
	tenant: string;
	runId: string;
	/** Null before its first step. */
	agent: { id: string; version: string } | null;
	/** `unfinished`: its process ended, or it failed. */
	status: 'running' | 'waiting' | 'ended' | 'unfinished';
	/** How it ended: the kind of its outcome. */
	outcome: string | null;
	/** Milliseconds since the epoch. */
	lastUsed: number;
	entries: number;
}

interface Row {
	tenant: string;
	runId: string;
	holder: string | null;
	leasedUntil: number;
	lastUsed: number;
	entries: number;
	first: string | null;
	last: string | null;
	waitingAgent: string | null;
	waitingVersion: string | null;
}

const columns = `run.tenant, run.id AS "runId", holder, leased_until AS "leasedUntil", touched_at AS "lastUsed", entries,
	(SELECT entry FROM run_entry WHERE run_entry.tenant = run.tenant AND run_entry.run = run.id AND number = 0) AS first,
	(SELECT entry FROM run_entry WHERE run_entry.tenant = run.tenant AND run_entry.run = run.id ORDER BY number DESC LIMIT 1) AS last,
	(SELECT agent FROM suspended WHERE suspended.tenant = run.tenant AND suspended.run = run.id) AS "waitingAgent",
	(SELECT agent_version FROM suspended WHERE suspended.tenant = run.tenant AND suspended.run = run.id) AS "waitingVersion"`;

/** Lists the newest runs, also those that ended. @param tenant or `everyTenant` */
export async function listStoredRuns(connection: StateConnection, tenant: string, now: number, limit: number): Promise<StoredRun[]> {
	const rows = await connection.all<Row>(
		`SELECT ${columns} FROM run WHERE run.tenant = ?1 OR ?1 = ?2 ORDER BY touched_at DESC, run.tenant, run.id LIMIT ?3`,
		...[tenant, everyTenant, limit],
	);
	return rows.map((row) => toStoredRun(row, now));
}

export async function findStoredRun(
	connection: StateConnection,
	tenant: string,
	runId: string,
	now: number,
	seal: TextSeal,
): Promise<(StoredRun & { trail: unknown[] }) | undefined> {
	const row = await connection.get<Row>(`SELECT ${columns} FROM run WHERE run.tenant = ? AND run.id = ?`, tenant, runId);
	return row && { ...toStoredRun(row, now), trail: await readMarked(connection, { tenant, runId }, seal) };
}

function toStoredRun({ first, last, holder, leasedUntil, waitingAgent, waitingVersion, ...row }: Row, now: number): StoredRun {
	const waits = waitingAgent === null ? null : { id: waitingAgent, version: waitingVersion! };
	const { agent = waits } = parse(first) as { agent?: StoredRun['agent'] };
	const { ending, kind, source } = parse(last) as { ending?: { kind: string }; kind?: string; source?: string };
	// An element of a process performs the call, and no process of ours is at work meanwhile.
	const isAtWork = kind === 'tool-started' && source?.startsWith(elementSource);
	const isRunning = holder !== null && leasedUntil > now;
	return {
		...row,
		agent: agent && { id: agent.id, version: agent.version },
		status: isRunning ? 'running' : ending ? 'ended' : waits || isAtWork ? 'waiting' : 'unfinished',
		outcome: ending?.kind ?? null,
	};
}

const parse = (entry: string | null): object => (entry === null ? {} : (JSON.parse(entry) as object));
