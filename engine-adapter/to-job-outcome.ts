import type { AgentDefinition } from '../core/agents/definition/agent-definition';
import type { AgentOutcome, AskedHandOver } from '../core/agents/agent-outcome';
import { isTroupeError, TroupeError } from '../core/base/errors';
import type { Job, JobOutcome } from './engine/jobs';
import type { Variables } from './engine/variables';

/** BPMN error codes that boundary events can catch; documented in docs/job-types. */
export const errorCodes = {
	blocked: 'TROUPE_BLOCKED',
	limitReached: 'TROUPE_LIMIT_REACHED',
	budgetExceeded: 'TROUPE_BUDGET_EXCEEDED',
	contentFiltered: 'TROUPE_CONTENT_FILTERED',
	outputInvalid: 'TROUPE_OUTPUT_INVALID',
	documentFailed: 'TROUPE_DOCUMENT_FAILED',
	evaluationFailed: 'EVALUATION_FAILED',
} as const;

/** Default retries, as in the element template. */
const usualRetries = 3;
const firstBackoffMs = 30_000;
const maxMessageCharacters = 2_000;

/** Answers complete the job, refusals are BPMN errors; all set the same variables. */
export function toJobOutcome(
	outcome: AgentOutcome,
	{ output, tools }: Pick<AgentDefinition, 'output' | 'tools'> = {},
	heard: AskedHandOver | null = null,
): JobOutcome {
	// A process can have variables of its own with these names. A run that waited after the call does not repeat it.
	const handOver = heard ?? outcome.handOver;
	const own = {
		...(output && { output: outcome.output ?? null }),
		...(tools?.handOver && { handOver: handOver ? { ...handOver } : null }),
	};
	const variables = { ...toVariables(outcome), ...own };
	const error = describeError(outcome);
	return error ? { kind: 'bpmn-error', ...error, variables } : { kind: 'complete', variables };
}

function describeError(outcome: AgentOutcome): { errorCode: string; message: string } | undefined {
	switch (outcome.kind) {
		case 'reply':
			return undefined;
		case 'needs-human':
			if (outcome.reason !== 'content-filter') return undefined;
			return { errorCode: errorCodes.contentFiltered, message: "The model's content filter stopped the answer." };
		case 'blocked':
			return { errorCode: errorCodes.blocked, message: `Blocked by the guardrail ${outcome.guardrail}.` };
		case 'limit-reached':
			if (outcome.limit === 'budget') return { errorCode: errorCodes.budgetExceeded, message: 'A budget is used up.' };
			return { errorCode: errorCodes.limitReached, message: `The limit of ${outcome.limit} was reached.` };
	}
}

/** All are always set: in a loop, no value of an earlier run may remain. */
function toVariables(outcome: AgentOutcome): Variables {
	const {
		kind,
		reply,
		origins = [],
		sensitivity = null,
		citations,
		support = null,
		searches,
		usage,
		guardrails,
		manifest,
		degraded = null,
		planned = null,
	} = outcome;
	// A process can have a variable "team" of its own.
	const agent = { ...outcome.agent, runId: outcome.runId, ...(outcome.team && { team: outcome.team }) };
	const { pending = null, decideBy = null, state: agentState = null } = 'state' in outcome ? outcome : {};
	const partial = kind === 'limit-reached' && outcome.partial;
	const how = { usage, degraded, guardrails, searches, manifest, agent };
	const waiting = { pending, decideBy, agentState, decisionRefused: null };
	return {
		outcome: kind,
		reason: describeReason(outcome),
		reply,
		origins,
		sensitivity,
		partial,
		citations,
		support,
		...how,
		planned,
		...waiting,
	};
}

function describeReason(outcome: AgentOutcome): string | null {
	if (outcome.kind === 'reply') return null;
	return outcome.kind === 'limit-reached' ? outcome.limit : outcome.reason;
}

/** A transient fault is retried; any other is an incident at once, with its fix. */
export function toFailedJob(error: unknown, job: Job, what = "The agent's run"): JobOutcome {
	const fault = isTroupeError(error) ? error : unforeseen(error, what);
	const { code } = fault;
	const run = typeof fault.details.runId === 'string' ? `Run: ${fault.details.runId}.` : undefined;
	const message = [`${code}: ${sentence(fault.message)}`, fault.fix, run].filter(Boolean).join(' ').slice(0, maxMessageCharacters);
	if (!fault.retryable) return { kind: 'fail', code, message, retries: 0 };
	// Nothing failed: another worker has the job, too many run, or an operator stopped it.
	if (code === 'RUN_TAKEN' || code === 'TENANT_LIMIT_REACHED' || code === 'RUN_STOPPED')
		return {
			kind: 'fail',
			code,
			message,
			retries: job.retries,
			backoffMs: fault.code === 'RUN_STOPPED' ? fault.retryAfterMs : firstBackoffMs,
		};
	const attempt = Math.max(1, usualRetries - job.retries + 1);
	return { kind: 'fail', code, message, retries: job.retries - 1, backoffMs: fault.retryAfterMs ?? firstBackoffMs * attempt };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Creates a fault without the text of the error: only a TroupeError's is known to be free of personal data. */
function unforeseen(error: unknown, what: string): TroupeError {
	const name = error instanceof Error ? error.name : typeof error;
	return new TroupeError({ code: 'INTERNAL', message: `${what} broke (${name}).`, fix: 'Check the log of the worker.', cause: error });
}
