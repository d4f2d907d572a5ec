import type { TroupeError, TroupeErrorCode } from '../../base/errors';

export interface FailureRule {
	next: 'any' | 'other-provider' | 'nobody';
	/** Retry after a wait, if no other model is left. */
	retry: boolean;
	/** `counts` towards opening, `opens` immediately and for longer, or `ignores`. */
	breaker: 'counts' | 'opens' | 'ignores';
}

const passing: FailureRule = { next: 'any', retry: true, breaker: 'counts' };
/** They last until a person acts. */
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

/** Codes without a rule end the answer: a cancellation, and faults of this program. An untrusted certificate stays so. */
export function ruleFor({ code, details }: Pick<TroupeError, 'code' | 'details'>): FailureRule {
	return code === 'MODEL_UNREACHABLE' && details.certificate !== undefined ? lasting : (rules[code] ?? final);
}
