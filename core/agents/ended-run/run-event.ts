import { isTroupeError } from '../../base/errors';
import type { NewEvent } from '../../ports/events/events';
import type { AgentOutcome, RunUsage } from '../agent-outcome';
import { UsageSum } from '../loop/run/run-usage';

export interface EventRun {
	id: string;
	agent: { id: string; version: string; sha256?: string };
	person?: string;
	host: string;
	usage: RunUsage;
}

/** The event of a finished or waiting run, once for each ending. */
export function toOutcomeEvent(run: EventRun, outcome: AgentOutcome): NewEvent | undefined {
	if ('outside' in outcome && outcome.outside) return undefined;
	const facts = readFacts(run);
	if (outcome.kind === 'needs-human' && 'state' in outcome) {
		const { pending, decideBy, state } = outcome;
		return { type: 'agent.run.suspended', key: `run ${state.id} suspended`, data: { ...facts, waitsFor: pending.length, decideBy } };
	}
	const reason = findReason(outcome);
	const data = { ...facts, outcome: outcome.kind, ...(reason !== undefined && { reason }) };
	return { type: 'agent.run.completed', key: `run ${run.id} completed`, data };
}

/** Faults that do not end the run: another process has it or continues it. */
export const isOfOthers = (code: string): boolean =>
	['RUN_TAKEN', 'RUN_ALREADY_RESUMED', 'RUN_ENDED', 'RUN_FOREIGN', 'DECISION_REFUSED'].includes(code);

/** The event of a failed run, once for each fault over all retries; undefined if the run continues elsewhere. */
export function toFaultEvent(run: EventRun, error: unknown): NewEvent | undefined {
	const code = isTroupeError(error) ? error.code : 'INTERNAL';
	if (code === 'CANCELLED' || isOfOthers(code)) return undefined;
	return { type: 'agent.run.failed', key: `run ${run.id} failed ${code}`, data: { ...readFacts(run), code } };
}

/**
 * The event of a run that never began: its input, agent or tenant was refused; undefined if it is retried: it waits for other runs of its tenant, or
 * for an operator.
 */
export function toRefusalEvent(run: Pick<EventRun, 'id' | 'agent' | 'host'>, error: unknown): NewEvent | undefined {
	if (isTroupeError(error) && ['TENANT_LIMIT_REACHED', 'RUN_STOPPED'].includes(error.code) && error.retryable) return undefined;
	return toFaultEvent({ ...run, usage: new UsageSum().summary(0) }, error);
}

/** Names of reasons, guardrails and limits; never free text. */
export function findReason(outcome: AgentOutcome): string | undefined {
	switch (outcome.kind) {
		case 'reply':
			return undefined;
		case 'blocked':
			return outcome.guardrail;
		case 'needs-human':
			return outcome.reason;
		case 'limit-reached':
			return outcome.limit;
	}
}

function readFacts({ id, agent: { id: agentId, version, sha256 }, person, host, usage }: EventRun) {
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls, durationMs } = usage;
	return {
		runId: id,
		agent: { id: agentId, version, ...(sha256 !== undefined && { sha256 }) },
		host,
		...(person !== undefined && { person }),
		durationMs: Math.round(durationMs),
		usage: { inputTokens, outputTokens, costUsd, modelCalls, toolCalls },
	};
}
