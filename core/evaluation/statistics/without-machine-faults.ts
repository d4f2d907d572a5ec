import type { CaseResult, EvaluationResult } from '../evaluation-result';

const codes = new Set([
	...['MODEL_AUTHENTICATION', 'MODEL_REFUSED', 'MODEL_NOT_FOUND', 'MODEL_OUT_OF_CREDIT', 'MODEL_OVERLOADED', 'MODEL_MALFORMED_RESPONSE'],
	...['BUDGET_EXCEEDED', 'TENANT_LIMIT_REACHED', 'CANCELLED', 'RUN_STOPPED', 'REPLAY_DIVERGED', 'DEPENDENCY_MISSING', 'NOT_SUPPORTED'],
	// Faults of the case, whatever the prompt: such as turns for an agent that recalls none.
	...['INPUT_INVALID', 'HTTP_STATUS', 'ACCESS_DENIED', 'RESIDENCY_REFUSED', 'TOOL_CHANGED', 'GUARDRAIL_FAILED'],
]);
const families =
	/^(?:STORAGE|CREDENTIAL|MANIFEST|TRUST_ROOT|KNOWLEDGE|CRM|NODE)_|_(?:UNREACHABLE|TIMEOUT|RATE_LIMITED|CIRCUIT_OPEN)$|^RATE_LIMITED$/;

/** Returns whether a case could not run for a reason that no prompt brings about: the provider, the network, a budget, a replay. */
const isOfMachine = ({ error }: CaseResult): boolean => error !== undefined && (codes.has(error.code) || families.test(error.code));

/**
 * Leaves out what says nothing of a prompt. A fault that a prompt can bring about stays, with the score 0: without it, a prompt would win by
 * losing the form of the answer where a case is hard.
 */
export const withoutMachineFaults = (result: EvaluationResult): EvaluationResult => ({
	...result,
	cases: result.cases.filter((one) => !isOfMachine(one)),
});
