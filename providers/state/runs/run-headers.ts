import type { RunBegin, RunEnd } from '../../../core/ports/runs/run-records';
import type { StateConnection } from '../../database/state-database';
import { toNano } from '../usage/usage-schema';

/** Whose run it is, as keyed hashes. */
export interface Owners {
	contact?: string;
	conversation?: string;
}

/** A run stays with the conversation and the person with which it began. */
export const keepOwners =
	'contact = COALESCE(run.contact, excluded.contact), conversation = COALESCE(run.conversation, excluded.conversation)';

type Begun = Omit<RunBegin, 'conversationId' | 'person'> & Owners & { /** That of a run without entries. */ mark: string };

/**
 * Records that a run begins, or goes on. One whose trail is stored has a row already, unless somebody was forgotten: then it does not come back.
 * Times are the store's.
 */
export async function beginRun(connection: StateConnection, tenant: string, run: Begun, now: number): Promise<void> {
	const { runId, agent, host, by, withinMs, mark, contact, conversation } = run;
	const values = [agent.id, agent.version, agent.sha256, host, by ?? null, now, withinMs === undefined ? 0 : now + withinMs];
	const written = ['agent', 'agent_version', 'agent_sha256', 'host', 'asked_by', 'started_at', 'ends_by'];
	const state = `state = 'running', outcome = NULL, reason = NULL, error_code = NULL, ended_at = NULL, attempts = run.attempts + 1`;
	const kept = written.map((column, index) =>
		column === 'started_at' || column === 'asked_by' ? `${column} = COALESCE(run.${column}, ?${index + 3})` : `${column} = ?${index + 3}`,
	);
	if (withinMs === undefined)
		await connection.run(`UPDATE run SET ${state}, ${kept.join(', ')} WHERE tenant = ?1 AND id = ?2`, tenant, runId, ...values);
	else
		await connection.run(
			`INSERT INTO run (tenant, id, ${written.join(', ')}, leased_until, entries, mark, touched_at, contact, conversation, state, attempts)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, ?10, ?8, ?11, ?12, 'running', 1)
			ON CONFLICT (tenant, id) DO UPDATE SET ${state}, ${kept.join(', ')}, touched_at = ?8, ${keepOwners}`,
			...[tenant, runId, ...values, mark, contact ?? null, conversation ?? null],
		);
}

/** Records how a run ended, or that it waits. One that was removed meanwhile does not come back. */
export async function endRun(connection: StateConnection, { tenant, runId }: { tenant: string; runId: string }, end: RunEnd, now: number) {
	const { state, outcome, reason, errorCode, usage } = end;
	await connection.run(
		`UPDATE run SET state = ?3, outcome = ?4, reason = ?5, error_code = ?6, ended_at = ?7, touched_at = ?8, model = ?9,
			duration = ?10, cost = ?11, input = ?12, output = ?13, model_calls = ?14, tool_calls = ?15
		WHERE tenant = ?1 AND id = ?2`,
		...[tenant, runId, state, outcome, reason, errorCode, state === 'waiting' ? null : now, now, usage.model],
		...[Math.round(usage.durationMs), toNano(usage.costUsd), usage.inputTokens, usage.outputTokens, usage.modelCalls, usage.toolCalls],
	);
}

/** Ends a run that waits, and that nobody will continue. One that goes on is not changed. */
export const cancelRun = (
	connection: StateConnection,
	{ tenant, runId }: { tenant: string; runId: string },
	reason: string | null,
	now: number,
) =>
	connection.run(
		`UPDATE run SET state = 'cancelled', reason = ?3, ended_at = ?4 WHERE tenant = ?1 AND id = ?2 AND state = 'waiting'`,
		...[tenant, runId, reason, now],
	);
