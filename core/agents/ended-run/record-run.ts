import { isTroupeError } from '../../base/errors';
import { readOrigin } from '../../base/work-origin';
import type { RunEnd, RunFigures } from '../../ports/runs/run-records';
import type { AgentOutcome, RunUsage } from '../agent-outcome';
import { isReal } from '../agent-parts';
import type { Run } from '../loop/run/run';
import { storesTrails } from '../loop/run/start-point';
import { unwrapEntry } from '../loop/trail/unwrap-entry';
import { findReason, isOfOthers } from './run-event';

const maxMessage = 500;
/** The time in which a run says how it ended, after its limit. */
const graceMs = 60_000;

/** Records that a run begins, or goes on. A called agent belongs to the run that called it. */
export async function recordBegin({ parts, id, caller, by, conversationId, person }: Run): Promise<void> {
	if (caller || !isReal(parts)) return;
	const { definition, definitionSha256: sha256, host = 'agent' } = parts;
	const { workflow, execution, channel, process, instance, element, key } = readOrigin();
	await parts.records?.begin({
		...{ runId: id, agent: { id: definition.id, version: definition.version, sha256 }, host, conversationId },
		of: { workflow, execution, channel, process, instance, element, key },
		...(by !== undefined && { by }),
		...(person !== undefined && { person }),
		...(!storesTrails(parts) && { withinMs: definition.limits.wallClockMs + graceMs }),
	});
}

/** Records how a run ended, or that it waits. */
export const recordOutcome = (run: Run, outcome: AgentOutcome): Promise<void> =>
	recordEnd(run, { ...toEnd(outcome), errorCode: null, error: null, tools: listTools(run), usage: toFigures(outcome.usage) });

/** Names the run in its fault, so that whoever is told of it finds the record. */
export function nameRunIn(error: unknown, { id, caller, parts }: Run): void {
	if (isTroupeError(error) && !caller && isReal(parts)) error.details.runId = id;
}

/** Records how a run failed, unless another process goes on with it. */
export async function recordFault(run: Run, error: unknown, durationMs: number): Promise<void> {
	const errorCode = isTroupeError(error) ? error.code : 'INTERNAL';
	if (isOfOthers(errorCode)) return;
	const state = ['CANCELLED', 'RUN_STOPPED'].includes(errorCode) ? 'cancelled' : 'failed';
	const message = isTroupeError(error) ? error.message.slice(0, maxMessage) : null;
	await recordEnd(run, {
		...{ state, outcome: null, reason: null, errorCode, error: message, tools: listTools(run) },
		usage: toFigures(run.usage.summary(durationMs)),
	});
}

async function recordEnd({ parts, id, caller }: Run, end: RunEnd): Promise<void> {
	if (!caller && isReal(parts)) await parts.records?.end(id, end);
}

/** Lists the tools that a run and its called agents called. */
const listTools = ({ trail }: Run): string[] => [
	...new Set(trail.entries.map(unwrapEntry).flatMap((entry) => (entry.kind === 'tool-finished' ? [entry.tool] : []))),
];

function toEnd(outcome: AgentOutcome): Pick<RunEnd, 'state' | 'outcome' | 'reason'> {
	const isOutside = 'outside' in outcome && outcome.outside !== undefined;
	if ('state' in outcome) return { state: 'waiting', outcome: null, reason: isOutside ? 'outside' : outcome.reason };
	return { state: 'completed', outcome: outcome.kind, reason: findReason(outcome) ?? null };
}

const toFigures = ({ durationMs, costUsd, inputTokens, outputTokens, modelCalls, toolCalls, model }: RunUsage): RunFigures => ({
	...{ durationMs, costUsd, inputTokens, outputTokens, modelCalls, toolCalls, model },
});
