import type { RunEnd, RunFigures } from '../../ports/runs/run-records';
import { readBelongings } from '../../ports/runs/read-belongings';
import type { AgentOutcome, RunUsage } from '../agent-outcome';
import { isReal } from '../agent-parts';
import type { MemberWaiting, Run } from '../loop/run/run';
import { storesTrails } from '../loop/run/start-point';
import { wasCancelled } from './was-cancelled';
import { describeFault } from './describe-fault';
import { listActs } from './list-acts';
import { listSearched } from './list-searched';
import { listTools } from './list-tools';
import { workedMs } from './report-run';
import { findReason, isOfOthers } from './run-event';

const graceMs = 60_000;

/** Records the start or continuation of a run. @throws TroupeError RUN_STOPPED if it was cancelled */
export async function recordBegin({ parts, id, caller, by, conversationId, person, manifest }: Run): Promise<number | undefined> {
	if (!isReal(parts)) return undefined;
	const { definition, definitionSha256: sha256, host = 'agent' } = parts;
	const attempt = await parts.records?.begin({
		runId: id,
		agent: { id: definition.id, version: definition.version, sha256 },
		host,
		conversationId,
		of: { ...readBelongings(), ...(caller && { caller: caller.run.id }) },
		...(caller && { isCalled: true }),
		manifest: manifest.sha256,
		...(by !== undefined && { by }),
		...(person !== undefined && { person }),
		...((caller || !storesTrails(parts)) && { withinMs: definition.limits.wallClockMs + graceMs }),
	});
	if (attempt !== 'cancelled') return attempt;
	throw wasCancelled(id);
}

export const recordOutcome = (run: Run, outcome: AgentOutcome, attempt: number | undefined): Promise<void> =>
	recordEnd(run, { attempt, ...toEnd(outcome), errorCode: null, error: null, usage: toFigures(outcome.usage) });

export const recordWaiting = (run: Run, { waiting }: MemberWaiting, attempt: number | undefined): Promise<void> =>
	recordEnd(run, {
		attempt,
		state: 'waiting',
		outcome: null,
		errorCode: null,
		error: null,
		reason: waiting.some(({ shown }) => shown.kind === 'approval') ? 'approval' : 'question',
		usage: toFigures(run.usage.summary(workedMs(run))),
	});

export async function recordFault(run: Run, error: unknown, durationMs: number, attempt: number | undefined): Promise<void> {
	const fault = describeFault(error);
	if (isOfOthers(fault.errorCode)) return;
	await recordEnd(run, { attempt, ...fault, outcome: null, reason: null, usage: toFigures(run.usage.summary(durationMs)) });
}

/** An incomplete run with tools can continue from its stored trail. A waiting run has it in its state, and a called agent in its caller's trail. */
async function recordEnd({ parts, id, caller, trail }: Run, end: Omit<RunEnd, 'tools' | 'searches' | 'steps'>): Promise<void> {
	if (!isReal(parts) || !parts.records) return;
	const repeats = storesTrails(parts);
	const keepsSteps = !caller && (end.state === 'completed' || (end.state !== 'waiting' && !repeats));
	const isOver = end.state === 'completed' || keepsSteps;
	await parts.records.end(id, {
		...end,
		tools: listTools(trail.entries),
		searches: listSearched(trail.entries, end),
		...(isOver && { acts: listActs(trail.entries) }),
		...(keepsSteps && { steps: trail.entries, repeats }),
	});
}

function toEnd(outcome: AgentOutcome): Pick<RunEnd, 'state' | 'outcome' | 'reason'> {
	const isOutside = 'outside' in outcome && outcome.outside !== undefined;
	if ('state' in outcome) return { state: 'waiting', outcome: null, reason: isOutside ? 'outside' : outcome.reason };
	return { state: 'completed', outcome: outcome.kind, reason: findReason(outcome) ?? null };
}

const toFigures = ({ durationMs, costUsd, inputTokens, outputTokens, modelCalls, toolCalls, model }: RunUsage): RunFigures => ({
	durationMs,
	costUsd,
	inputTokens,
	outputTokens,
	modelCalls,
	toolCalls,
	model,
});
