import {
	byOperator,
	refused,
	type RunBegin,
	type RunEnd,
	type RunFigures,
	type RunOf,
	type RunRefusal,
} from '../../../core/ports/runs/run-records';
import type { StateConnection, Value } from '../../database/state-database';
import { joinFault } from './fault-text';
import { putTrail, type WholeTrail } from './marked-trails';
import { type EndedRun, endedColumns } from './note-run';
import { setTerms } from './run-terms';
import { toNano } from '../usage/usage-schema';

export interface Owners {
	contact?: string;
	conversation?: string;
}

export const keepOwners =
	'contact = COALESCE(run.contact, excluded.contact), conversation = COALESCE(run.conversation, excluded.conversation)';

/** A run cancelled by an operator stays so, despite late processes. */
export const mayGoOn = `COALESCE(run.reason, '') <> '${byOperator}'`;

type Begun = Omit<RunBegin, 'conversationId' | 'person'> & Owners & { /** The mark of a run without entries. */ mark: string };

/**
 * Records a start or resumption. A run with a stored trail already has a row, and a called run that of its caller, unless the person was forgotten:
 * then it must not come back. Uses the store's time.
 */
export async function beginRun(
	connection: StateConnection,
	tenant: string,
	run: Begun,
	now: number,
): Promise<number | 'cancelled' | undefined> {
	const { runId, agent, host, by, manifest, withinMs, mark, of = {}, isCalled = false } = run;
	const latest = {
		agent: agent?.id,
		agent_version: agent?.version,
		agent_sha256: agent?.sha256,
		host,
		manifest,
		ends_by: withinMs === undefined ? 0 : now + withinMs,
	};
	const first = { asked_by: by, started_at: now, contact: run.contact, conversation: run.conversation, ...toColumns(of) };
	const begun = { state: 'running', outcome: null, reason: null, error_code: null, error: null, ended_at: null, touched_at: now };
	const row = Object.entries<Value | undefined>({ tenant, id: runId, ...begun, ...latest, ...first });
	const values = row.map(([, value]) => value ?? null);
	const changes = row.slice(2).map(([column], index) => {
		if (!(column in first)) return `${column} = ?${index + 3}`;
		const kept = column === 'started_at' ? `CASE WHEN run.outcome = '${refused}' THEN NULL ELSE run.started_at END` : `run.${column}`;
		return `${column} = COALESCE(${kept}, ?${index + 3})`;
	});
	const change = `SET ${changes.join(', ')}, attempts = run.attempts + 1`;
	const callerAt = row.findIndex(([column]) => column === belongings.caller) + 1;
	const mayBegin = isCalled ? `EXISTS (SELECT 1 FROM run WHERE tenant = ?1 AND id = ?${callerAt})` : '1 = 1';
	const insert = `INSERT INTO run (${row.map(([column]) => column).join(', ')}, leased_until, entries, mark, attempts)
		SELECT ${row.map((_, index) => `?${index + 1}`).join(', ')}, 0, 0, ?${row.length + 1}, 1 WHERE ${mayBegin}
		ON CONFLICT (tenant, id) DO UPDATE ${change} WHERE ${mayGoOn} RETURNING attempts`;
	const update = `UPDATE run ${change} WHERE tenant = ?1 AND id = ?2 AND ${mayGoOn} RETURNING attempts`;
	const written = await (withinMs === undefined
		? connection.get<{ attempts: number }>(update, ...values)
		: connection.get<{ attempts: number }>(insert, ...values, mark));
	if (written) return Number(written.attempts);
	const cancelled = `SELECT 1 AS one FROM run WHERE tenant = ? AND id = ? AND NOT (${mayGoOn})`;
	return (await connection.get(cancelled, tenant, runId)) && 'cancelled';
}

/** Extends a run without a stored trail. @returns true if the attempt still runs */
export async function renewRun(
	connection: StateConnection,
	{ tenant, runId }: StoredRunId,
	attempt: number,
	endsBy: number,
): Promise<boolean> {
	const renewed = `UPDATE run SET ends_by = ? WHERE tenant = ? AND id = ? AND attempts = ? AND state = 'running'`;
	return (await connection.run(renewed, Math.round(endsBy), tenant, runId, attempt)) > 0;
}

type Refused = Omit<RunRefusal, 'conversationId' | 'person'> & Owners & { mark: string };

/** Records a run that never began. Others stay unchanged: their decision can be repeated. */
export async function refuseRun(connection: StateConnection, tenant: string, run: Refused, now: number): Promise<void> {
	const { runId, agent, host, by, of = {}, errorCode, error, fix, contact, conversation, mark } = run;
	const row = Object.entries<Value | undefined>({
		tenant,
		id: runId,
		state: 'failed',
		outcome: refused,
		error_code: errorCode,
		error: joinFault(error, fix),
		ended_at: now,
		touched_at: now,
		attempts: 1,
		...(agent.id !== '' && { agent: agent.id, agent_version: agent.version, agent_sha256: agent.sha256 }),
		host,
		asked_by: by,
		started_at: now,
		contact,
		conversation,
		...toColumns(of),
		leased_until: 0,
		entries: 0,
		mark,
		duration: 0,
	});
	const changes = await connection.run(
		`INSERT INTO run (${row.map(([column]) => column).join(', ')}) VALUES (${row.map((_, index) => `?${index + 1}`).join(', ')})
		ON CONFLICT (tenant, id) DO UPDATE SET error_code = excluded.error_code, error = excluded.error, ended_at = excluded.ended_at,
			touched_at = excluded.touched_at, attempts = run.attempts + 1 WHERE run.outcome = '${refused}'`,
		...row.map(([, value]) => value ?? null),
	);
	if (changes > 0) await setTerms(connection, { tenant, runId, tools: [], searches: [], error });
}

export const belongings = {
	workflow: 'workflow',
	execution: 'execution',
	channel: 'channel',
	process: 'process',
	instance: 'instance',
	element: 'element',
	key: 'api_key',
	trace: 'trace',
	caller: 'caller',
	evaluation: 'evaluation',
	case: 'of_case',
	node: 'node',
	sandbox: 'sandbox',
} as const satisfies Record<keyof RunOf, string>;

const toColumns = (of: RunOf): Record<string, string | undefined> =>
	Object.fromEntries(Object.entries(belongings).map(([name, column]) => [column, of[name as keyof RunOf]]));

/**
 * Records a run's end or wait. A removed run stays removed. @param trail replaces the stored steps @returns the run's owners; undefined if it was not
 * recorded
 */
export async function endRun(
	connection: StateConnection,
	{ tenant, runId }: StoredRunId,
	end: Omit<RunEnd, 'steps'>,
	{ now, trail }: { now: number; trail?: WholeTrail },
): Promise<EndedRun | undefined> {
	const { attempt = -1, state, outcome, reason, errorCode, error, fix, tools, searches = [], usage } = end;
	const row = Object.entries<Value>({
		state,
		outcome,
		reason,
		error_code: errorCode,
		error: joinFault(error, fix),
		ended_at: state === 'waiting' ? null : now,
		touched_at: now,
		...(usage && toFigureColumns(usage)),
		...(trail && { entries: trail.entries.length, mark: trail.head }),
	});
	const ended = await connection.get<EndedRun>(
		`UPDATE run SET ${row.map(([column], index) => `${column} = ?${index + 4}`).join(', ')}
		WHERE tenant = ?1 AND id = ?2 AND (?3 < 0 OR attempts = ?3) AND ${mayGoOn} RETURNING ${endedColumns}`,
		tenant,
		runId,
		attempt,
		...row.map(([, value]) => value),
	);
	if (!ended) return undefined;
	if (trail) await putTrail(connection, trail);
	// A case of an evaluation is not a question of a customer.
	await setTerms(connection, { tenant, runId, tools, searches: ended.evaluation === null ? searches : [], error });
	return ended;
}

const toFigureColumns = ({ model, durationMs, costUsd, inputTokens, outputTokens, modelCalls, toolCalls }: RunFigures) => ({
	model,
	duration: Math.round(durationMs),
	cost: toNano(costUsd),
	input: inputTokens,
	output: outputTokens,
	model_calls: modelCalls,
	tool_calls: toolCalls,
});

/** Ends a waiting run that nobody will continue; leaves a running one unchanged. */
export const cancelRun = (connection: StateConnection, run: StoredRunId, reason: string | null, now: number) =>
	cancelWhere(connection, `state = 'waiting'`, { run, reason, now });

export const cancelIdleRun = (connection: StateConnection, run: StoredRunId, now: number) =>
	cancelWhere(
		connection,
		`(state IN ('waiting', 'failed', 'cancelled') OR (state = 'running' AND (holder IS NULL OR leased_until <= ?4) AND ends_by <= ?4))`,
		{ run, reason: byOperator, now, change: ', holder = NULL' },
	);

interface StoredRunId {
	tenant: string;
	runId: string;
}

async function cancelWhere(
	connection: StateConnection,
	condition: string,
	{ run: { tenant, runId }, reason, now, change = '' }: { run: StoredRunId; reason: string | null; now: number; change?: string },
): Promise<number> {
	const cancelled = `SET state = 'cancelled', outcome = NULL, reason = ?3, ended_at = COALESCE(ended_at, ?4)`;
	const values = [tenant, runId, reason, now];
	const changes = await connection.run(`UPDATE run ${cancelled}${change} WHERE tenant = ?1 AND id = ?2 AND ${condition}`, ...values);
	if (changes > 0)
		await connection.run(
			`WITH RECURSIVE called (id) AS (SELECT id FROM run WHERE tenant = ?1 AND caller = ?2
				UNION SELECT run.id FROM called CROSS JOIN run WHERE run.tenant = ?1 AND run.caller = called.id)
			UPDATE run ${cancelled} WHERE tenant = ?1 AND id IN (SELECT id FROM called) AND state = 'waiting'`,
			...values,
		);
	return changes;
}
