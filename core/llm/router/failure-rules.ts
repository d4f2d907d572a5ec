import type { TroupeError, TroupeErrorCode } from '../../base/errors';

/** The effect of a failed attempt. docs/agents/models.md has this table for people. */
export interface FailureRule {
	/** Models that can be called next: any other, those of other providers, or none. */
	next: 'any' | 'other-provider' | 'nobody';
	/** True if the same model can be called again after a wait, if no other is left. */
	retry: boolean;
	/** `counts` towards opening the breaker, `opens` it immediately and for longer, or `ignores` the failure. */
	breaker: 'counts' | 'opens' | 'ignores';
}

const passing: FailureRule = { next: 'any', retry: true, breaker: 'counts' };
/** Failures that last until a person acts. */
const lasting: FailureRule = { next: 'any', retry: false, breaker: 'opens' };
const ofTheRequest: FailureRule = { next: 'any', retry: false, breaker: 'ignores' };
const final: FailureRule = { next: 'nobody', retry: false, breaker: 'ignores' };

const rules: Partial<Record<TroupeErrorCode, FailureRule>> = {
	MODEL_RATE_LIMITED: passing,
	MODEL_OVERLOADED: passing,
	MODEL_TIMEOUT: passing,
	MODEL_UNREACHABLE: passing,
	// A login page stays one: an immediate retry returns the same.
	MODEL_MALFORMED_RESPONSE: { ...passing, retry: false },
	MODEL_AUTHENTICATION: lasting,
	MODEL_OUT_OF_CREDIT: lasting,
	MODEL_NOT_FOUND: lasting,
	MODEL_CONTEXT_TOO_LONG: ofTheRequest,
	// A blank answer: the next attempt is often not.
	MODEL_OUTPUT_INVALID: { ...ofTheRequest, retry: true },
	// Other models of the provider refuse it too; another provider can support the parameter.
	MODEL_BAD_REQUEST: { ...ofTheRequest, next: 'other-provider' },
	// From a router within a router, if all its models are paused.
	MODEL_CIRCUIT_OPEN: { ...passing, breaker: 'ignores' },
	// For one model or provider; another one can have some left.
	BUDGET_EXCEEDED: ofTheRequest,
	RATE_LIMITED: { ...ofTheRequest, retry: true },
	// Another model can be in the region.
	RESIDENCY_REFUSED: ofTheRequest,
	NOT_SUPPORTED: ofTheRequest,
	DEPENDENCY_MISSING: ofTheRequest,
	// Breakers guard CRMs too: core/crm/steady-crm.ts.
	CRM_RATE_LIMITED: passing,
	CRM_UNREACHABLE: passing,
	CRM_OUTCOME_UNKNOWN: passing,
};

/** Codes without a rule end the answer: a cancellation, and faults of this program. A certificate that is not trusted stays so. */
export function ruleFor({ code, details }: Pick<TroupeError, 'code' | 'details'>): FailureRule {
	return code === 'MODEL_UNREACHABLE' && details.certificate !== undefined ? lasting : (rules[code] ?? final);
}
