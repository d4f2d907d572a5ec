import { toIdentity } from '../../../core/base/to-identity';
import type { RunEnd } from '../../../core/ports/runs/run-records';
import type { NoteAct } from '../audit/audited-database';

export interface EndedRun {
	agent: string | null;
	version: string | null;
	sha256: string | null;
	by: string | null;
	caller: string | null;
	evaluation: string | null;
	node: string | null;
	sandbox: string | null;
}

export const endedColumns = `agent, agent_version AS "version", agent_sha256 AS "sha256", asked_by AS "by", caller, evaluation, node, sandbox`;

/** Audits a run's end and people's decisions on its calls. Waiting runs and replays of recorded cases are not audited. */
export async function noteRun(
	note: NoteAct,
	{ tenant, runId }: { tenant: string; runId: string },
	run: EndedRun,
	end: RunEnd,
): Promise<void> {
	if (end.state === 'waiting' || run.evaluation !== null || run.agent === null) return;
	const { acts, usage, reason, errorCode } = end;
	for (const { at, by, tool, isApproved, viewSha256 } of acts?.decisions ?? [])
		await note(tenant, {
			action: 'approval.decided',
			outcome: isApproved ? 'approved' : 'declined',
			by,
			object: { kind: 'tool', value: tool, ...(viewSha256 !== undefined && { hash: viewSha256 }) },
			// Entries are in time order; this one comes with the run's end.
			details: { kind: 'run', value: { run: runId, decidedAt: new Date(at).toISOString() } },
		});
	const value = {
		run: runId,
		version: run.version,
		reason,
		errorCode,
		...(run.caller !== null && { caller: run.caller }),
		...(usage && { costUsd: usage.costUsd, durationMs: Math.round(usage.durationMs), model: usage.model }),
		...(acts && acts.callCount > 0 && { calls: acts.calls, callCount: acts.callCount }),
	};
	await note(tenant, {
		action: 'agent.executed',
		outcome: outcomeOf(end),
		...(run.by !== null && { by: toIdentity(run.by) }),
		object: { kind: 'agent', value: run.agent, ...(run.sha256 !== null && { hash: run.sha256 }) },
		details: { kind: 'run', value },
	});
}

function outcomeOf({ state, outcome }: RunEnd): string {
	if (state === 'failed') return 'failure';
	return state === 'completed' ? (outcome === 'reply' ? 'success' : (outcome ?? 'success')) : state;
}
