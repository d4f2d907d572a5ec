import type { AgentOutcome } from '../core/agents/agent-outcome';
import { isTroupeError, TroupeError } from '../core/errors';
import type { Job, JobOutcome, Variables } from './engine';

/** BPMN error codes that boundary events can catch; documented in docs/job-types/troupe-agent.md. */
export const agentErrorCodes = { blocked: 'TROUPE_BLOCKED', limitReached: 'TROUPE_LIMIT_REACHED' } as const;

/** The retries of a task that names none, which are also those of the element template. */
const usualRetries = 3;
const firstBackoffMs = 30_000;
const longestMessage = 2_000;

/** How an agent's run ends its job: answers complete it, refusals are BPMN errors; all bring the same variables. */
export function toJobOutcome(outcome: AgentOutcome): JobOutcome {
	const variables = variablesOf(outcome);
	switch (outcome.kind) {
		case 'reply':
		case 'needs-human':
			return { kind: 'complete', variables };
		case 'blocked':
			return {
				kind: 'bpmn-error',
				errorCode: agentErrorCodes.blocked,
				message: `Blocked by the guardrail ${outcome.guardrail}.`,
				variables,
			};
		case 'limit-reached':
			return {
				kind: 'bpmn-error',
				errorCode: agentErrorCodes.limitReached,
				message: `The limit of ${outcome.limit} was reached.`,
				variables,
			};
	}
}

/** `reason` is always set: in a loop, that of an earlier run must not stand. */
function variablesOf(outcome: AgentOutcome): Variables {
	const { kind, reply, citations, usage, guardrails, manifest, agent } = outcome;
	return { outcome: kind, reason: reasonOf(outcome), reply, citations, usage, guardrails, manifest, agent };
}

function reasonOf(outcome: AgentOutcome): string | null {
	if (outcome.kind === 'reply') return null;
	return outcome.kind === 'limit-reached' ? outcome.limit : outcome.reason;
}

/** How a fault ends a job: one that may pass is tried again later, any other is an incident at once, with what to do about it. */
export function toFailedJob(error: unknown, job: Job, what = "The agent's run"): JobOutcome {
	const fault = isTroupeError(error) ? error : unforeseen(error, what);
	const message = `${fault.code}: ${fault.message} ${fault.fix ?? ''}`.trim().slice(0, longestMessage);
	if (!fault.retryable) return { kind: 'fail', message, retries: 0 };
	const attempt = Math.max(1, usualRetries - job.retries + 1);
	return { kind: 'fail', message, retries: job.retries - 1, backoffMs: fault.retryAfterMs ?? firstBackoffMs * attempt };
}

/** Its text is left out: only a TroupeError's is known to be free of personal data. */
function unforeseen(error: unknown, what: string): TroupeError {
	const name = error instanceof Error ? error.name : typeof error;
	return new TroupeError({ code: 'INTERNAL', message: `${what} broke (${name}).`, fix: "Look at the worker's log.", cause: error });
}
