import type { CaseResult, EvaluationResult } from '../evaluation-result';

const codes = new Set([
	'MODEL_AUTHENTICATION',
	'MODEL_REFUSED',
	'MODEL_NOT_FOUND',
	'MODEL_OUT_OF_CREDIT',
	'MODEL_OVERLOADED',
	'MODEL_MALFORMED_RESPONSE',
	'BUDGET_EXCEEDED',
	'TENANT_LIMIT_REACHED',
	'CANCELLED',
	'RUN_STOPPED',
	'REPLAY_DIVERGED',
	'DEPENDENCY_MISSING',
	'NOT_SUPPORTED',
	'INPUT_INVALID',
	'HTTP_STATUS',
	'ACCESS_DENIED',
	'RESIDENCY_REFUSED',
	'TOOL_CHANGED',
	'GUARDRAIL_FAILED',
]);
const families =
	/^(?:STORAGE|CREDENTIAL|MANIFEST|TRUST_ROOT|KNOWLEDGE|CRM|NODE)_|_(?:UNREACHABLE|TIMEOUT|RATE_LIMITED|CIRCUIT_OPEN)$|^RATE_LIMITED$/;

const isOfMachine = ({ error }: CaseResult): boolean => error !== undefined && (codes.has(error.code) || families.test(error.code));

/** Leaves out faults that no prompt causes. Faults that a prompt can cause score 0: otherwise it would win by breaking the format in hard cases. */
export const withoutMachineFaults = (result: EvaluationResult): EvaluationResult => ({
	...result,
	cases: result.cases.filter((one) => !isOfMachine(one)),
});
